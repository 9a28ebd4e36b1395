# The three images of the cluster, made of what is on this machine: there is no registry.

build_images() {
  image pause k8s.gcr.io/pause:3.2 '["/pause"]' pause_root
  image agnhost k8s.gcr.io/e2e-test-images/agnhost:2.21 '["/agnhost"]' agnhost_root
  image merlon ghcr.io/merlon/merlon:0.1.0 '["/opt/merlon/Merlon.Cli"]' merlon_root
}

# image NAME REFERENCE ENTRYPOINT FILL: what FILL puts into a folder becomes its only layer.
image() {
  local work layer config
  say "image $1"
  work=$(mktemp -d)
  mkdir -p "$work/root/tmp" "$work/root/etc" "$work/archive"
  "$4" "$work/root"
  tar cf "$work/archive/layer.tar" -C "$work/root" --sort=name --owner=0 --group=0 --numeric-owner .
  layer=$(sha256sum "$work/archive/layer.tar" | cut -d' ' -f1)
  config="{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"Entrypoint\":$3,\"Cmd\":$([ "$1" = agnhost ] && echo '["pause"]' || echo null),\"Env\":[\"PATH=/bin\"]},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:$layer\"]}}"
  printf %s "$config" >"$work/archive/config.json"
  printf '[{"Config":"config.json","RepoTags":["%s"],"Layers":["layer.tar"]}]' "$2" >"$work/archive/manifest.json"
  tar cf "$images/$1.tar" -C "$work/archive" manifest.json config.json layer.tar
  rm -rf "$work"
}

pause_root() {
  gcc -Os -static -o "$1/pause" -x c - <<'C'
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
static void end(int signal) { exit(0); }
static void reap(int signal) { while (waitpid(-1, 0, WNOHANG) > 0) { } }
int main(void) { signal(SIGINT, end); signal(SIGTERM, end); signal(SIGCHLD, reap); for (;;) pause(); }
C
}

agnhost_root() {
  mkdir -p "$1/bin"
  cp "$bin/agnhost" "$1/agnhost"
  cp "$(command -v busybox)" "$1/bin/busybox"
  local applet
  for applet in sh seq sleep cat ls; do ln -s busybox "$1/bin/$applet"; done
}

publish() {
  dotnet publish "$repository/src/$1/$1.csproj" -c Release -r linux-x64 --self-contained true -nologo -v quiet -o "$2" >&2
}

# The program as the Containerfile publishes it, on the C library of this machine.
merlon_root() {
  local library
  publish Merlon.Cli "$1/opt/merlon"
  publish Merlon.Webhook "$1/opt/merlon/webhook"
  for library in ld-linux-x86-64 libc libm libdl libpthread librt libresolv libgcc_s libstdc++ libz libssl libcrypto; do
    ldconfig -p | awk -v name="$library.so" 'index($1, name) == 1 {print $NF; exit}'
  done | while read -r library; do
    mkdir -p "$1$(dirname "$library")"
    cp -L "$library" "$1$library"
  done
  mkdir -p "$1/lib64"
  cp -L /lib64/ld-linux-x86-64.so.2 "$1/lib64/"
}
