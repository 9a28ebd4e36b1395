# Kubernetes from the source package of Debian 12, which brings all it is made of: nothing is fetched meanwhile.

version=1.20.2
source_archive=https://deb.debian.org/debian/pool/main/k/kubernetes/kubernetes_1.20.5+really1.20.2.orig.tar.gz
source_sha256=b83c0780efb182d928dc63d46488a847f161f04e40a94b96bf5247dd671ecdfc

build_kubernetes() {
  [ -e "$bin/complete" ] && return
  fetch_source
  generate_sources
  local program
  for program in kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy kubectl; do
    build "$program" "cmd/$program"
  done
  build agnhost test/images/agnhost
  build ginkgo vendor/github.com/onsi/ginkgo/ginkgo
  say "building e2e.test"
  go_build test -c -o "$bin/e2e.test" k8s.io/kubernetes/test/e2e
  touch "$bin/complete"
}

build() {
  say "building $1"
  go_build build -o "$bin/$1" "k8s.io/kubernetes/$2"
}

go_build() {
  local command=$1 variable=k8s.io/kubernetes/vendor/k8s.io/component-base/version
  shift
  (cd "$home/source" && GOPATH=$home/go GO111MODULE=off GOPROXY=off GOTOOLCHAIN=local CGO_ENABLED=0 GOCACHE=$cache \
    go "$command" -ldflags "-s -w -X $variable.gitVersion=v$version -X $variable.gitMajor=1 -X $variable.gitMinor=20" "$@")
}

fetch_source() {
  [ -e "$home/source/go.mod" ] && return
  say "fetching the source of Kubernetes $version"
  mkdir -p "$home/go/src/k8s.io/kubernetes"
  curl -fsSL "$source_archive" -o "$home/source.tar.gz"
  echo "$source_sha256  $home/source.tar.gz" | sha256sum -c --quiet
  tar xzf "$home/source.tar.gz" -C "$home/go/src/k8s.io/kubernetes" --strip-components=1
  ln -sfn "$home/go/src/k8s.io/kubernetes" "$home/source"
}

# What the project itself generates before it builds: the OpenAPI of its types. The suite's files are left out.
generate_sources() {
  [ -e "$home/source/pkg/generated/openapi/zz_generated.openapi.go" ] && return
  say "generating OpenAPI"
  build openapi-gen vendor/k8s.io/kube-openapi/cmd/openapi-gen
  (
    cd "$home/source"
    local packages
    packages=$(grep -rl '+k8s:openapi-gen=true' --include='*.go' staging/src pkg/apis | xargs -n1 dirname | sort -u \
      | sed 's|^staging/src/|k8s.io/kubernetes/vendor/|; s|^pkg/|k8s.io/kubernetes/pkg/|' | paste -sd,)
    GOPATH=$home/go GO111MODULE=off "$bin/openapi-gen" -O zz_generated.openapi \
      --go-header-file vendor/k8s.io/code-generator/hack/boilerplate.go.txt --input-dirs "$packages" \
      --output-package k8s.io/kubernetes/pkg/generated/openapi --output-base "$home/go/src" -r "$home/violations"
    printf 'package generated\n\nimport "os"\n\nfunc Asset(name string) ([]byte, error) { return nil, os.ErrNotExist }\nfunc AssetNames() []string              { return nil }\n' \
      >test/e2e/generated/bindata.go
  )
}
