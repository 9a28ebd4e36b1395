# Two nodes, each a namespace with containerd, kubelet and kube-proxy. Pods of the first are on a bridge, pods of the
# second have a link each: the two ways of the plain network plugins. A node has mounts of its own: its kubelet would
# clean up the other's logs, and its mounts go when its processes go.

start_nodes() {
  local i node
  kubectl create clusterrolebinding kube-proxy --clusterrole=system:node-proxier --user=system:kube-proxy >/dev/null
  for i in "${!nodes[@]}"; do start_node "${nodes[i]}" "10.88.0.$((11 + i))"; done
  for node in "${nodes[@]}"; do await "node $node has pod addresses" 60 has_range "$node"; done
  connect n1 bridge '"bridge": "cni0", "isGateway": true, "hairpinMode": true'
  connect n2 ptp '"ipMasq": false'
  kubectl wait --for=condition=Ready node --all --timeout=120s >/dev/null
}

range_of() { kubectl get node "$1" -o 'jsonpath={.spec.podCIDR}'; }

has_range() { [ -n "$(range_of "$1")" ]; }

start_node() {
  local node=$1 address=$2 folder=$state/$1 controller
  say "node $node"
  mkdir -p "$folder/cni" "$folder/programs" "$folder/logs" /var/log/pods
  for controller in /sys/fs/cgroup/*/; do mkdir -p "${controller}merlon-$node" 2>/dev/null || true; done
  [ ! -e /sys/fs/cgroup/cpuset/cpuset.cpus ] || for controller in cpus mems; do
    cat "/sys/fs/cgroup/cpuset/cpuset.$controller" >"/sys/fs/cgroup/cpuset/merlon-$node/cpuset.$controller"
  done
  write_containerd_config "$folder"
  write_kubelet_config "$node" "$folder"
  write_runc "$folder"
  PATH=$folder/programs:$PATH start "$node" "$node-containerd" unshare --mount --propagation private \
    sh -c 'mount --bind "$1/logs" /var/log/pods && exec containerd -c "$1/containerd.toml"' sh "$folder"
  await "containerd of $node" 30 ctr -a "$folder/containerd.sock" version
  local image
  for image in "$images"/*.tar; do ctr -a "$folder/containerd.sock" -n k8s.io images import "$image" >/dev/null; done
  start "$node" "$node-kubelet" nsenter --target "$(cat "$state/$node-containerd.pid")" --mount "$bin/kubelet" --config="$folder/kubelet.yaml" --kubeconfig="$state/$node.conf" \
    --hostname-override="$node" --node-ip="$address" --root-dir="$folder/kubelet" --cert-dir="$folder/certificates" \
    --volume-plugin-dir="$folder/plugins" --container-runtime=remote --container-runtime-endpoint="unix://$folder/containerd.sock"
  start "$node" "$node-proxy" "$bin/kube-proxy" --kubeconfig="$state/proxy.conf" --hostname-override="$node" \
    --cluster-cidr=10.244.0.0/16 --conntrack-max-per-core=0 --conntrack-tcp-timeout-established=0 --conntrack-tcp-timeout-close-wait=0
}

write_containerd_config() {
  cat >"$1/containerd.toml" <<T
version = 2
root = "$1/containerd"
state = "$1/run"
[grpc]
  address = "$1/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "k8s.gcr.io/pause:3.2"
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$1/cni"
[plugins."io.containerd.internal.v1.opt"]
  path = "$1/opt"
T
}

write_kubelet_config() {
  cat >"$2/kubelet.yaml" <<Y
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {anonymous: {enabled: false}, x509: {clientCAFile: $state/ca.crt}}
authorization: {mode: Webhook}
tlsCertFile: $state/$1.crt
tlsPrivateKeyFile: $state/$1.key
failSwapOn: false
cgroupRoot: /merlon-$1
cgroupDriver: cgroupfs
evictionHard: {nodefs.available: 1Gi, imagefs.available: 1Gi, memory.available: 100Mi}
imageGCHighThresholdPercent: 100
Y
}

# Where the capability to spare processes from the out-of-memory killer is missing, runc would refuse every container.
write_runc() {
  cat >"$1/programs/runc" <<R
#!/bin/bash
for ((i = 1; i < \$#; i++)); do
  [ "\${!i}" != --bundle ] || { next=\$((i + 1)); sed -i 's/"oomScoreAdj":-[0-9]*/"oomScoreAdj":0/' "\${!next}/config.json"; }
done
exec $(command -v runc) "\$@"
R
  chmod +x "$1/programs/runc"
}

# connect NODE PLUGIN OPTIONS: the network of its pods, and the way there for the others.
connect() {
  local range address other
  range=$(range_of "$1")
  address=$(kubectl get node "$1" -o 'jsonpath={.status.addresses[0].address}')
  cat >"$state/$1/cni/10-pods.conflist" <<J
{"cniVersion": "0.4.0", "name": "pods", "plugins": [
  {"type": "$2", $3, "ipam": {"type": "host-local", "dataDir": "$state/$1/addresses", "ranges": [[{"subnet": "$range"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
J
  for other in cp "${nodes[@]}"; do
    [ "$other" = "$1" ] || ip -n "merlon-$other" route add "$range" via "$address"
  done
}

stop_nodes() {
  local node socket container
  for node in "${nodes[@]}"; do
    stop "$node-kubelet"
    stop "$node-proxy"
    socket=$state/$node/containerd.sock
    if [ -S "$socket" ]; then
      for container in $(ctr -a "$socket" -n k8s.io tasks ls -q 2>/dev/null); do
        ctr -a "$socket" -n k8s.io tasks rm -f "$container" >/dev/null 2>&1 || true
      done
    fi
    stop "$node-containerd"
  done
  sleep 1
  for node in "${nodes[@]}"; do
    ip netns del "merlon-$node" 2>/dev/null || true
    find /sys/fs/cgroup -depth -type d -path "*/merlon-$node*" -exec rmdir {} + 2>/dev/null || true
  done
}
