# etcd, API server, controllers and scheduler, in a namespace that a bridge joins with the nodes.

start_control_plane() {
  say "control plane"
  make_networks
  make_certificates
  start cp etcd etcd --data-dir "$state/etcd" --unsafe-no-fsync \
    --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 --listen-peer-urls http://127.0.0.1:2380
  start cp apiserver "$bin/kube-apiserver" --etcd-servers=http://127.0.0.1:2379 --advertise-address=10.88.0.1 \
    --tls-cert-file="$state/apiserver.crt" --tls-private-key-file="$state/apiserver.key" --client-ca-file="$state/ca.crt" \
    --kubelet-client-certificate="$state/admin.crt" --kubelet-client-key="$state/admin.key" \
    --kubelet-certificate-authority="$state/ca.crt" --kubelet-preferred-address-types=InternalIP \
    --authorization-mode=Node,RBAC --allow-privileged --service-cluster-ip-range=10.96.0.0/16 --enable-aggregator-routing \
    --service-account-key-file="$state/accounts.pub" --service-account-signing-key-file="$state/accounts.key" \
    --service-account-issuer=https://kubernetes.default.svc
  await "the API server is ready" 60 kubectl get --raw /readyz
  start cp controllers "$bin/kube-controller-manager" --kubeconfig="$state/controllers.conf" --leader-elect=false \
    --allocate-node-cidrs --cluster-cidr=10.244.0.0/16 --service-cluster-ip-range=10.96.0.0/16 \
    --use-service-account-credentials --service-account-private-key-file="$state/accounts.key" --root-ca-file="$state/ca.crt"
  start cp scheduler "$bin/kube-scheduler" --kubeconfig="$state/scheduler.conf" --leader-elect=false
}

stop_control_plane() {
  local part
  for part in scheduler controllers apiserver etcd; do stop "$part"; done
  sleep 1
  ip netns del merlon-cp 2>/dev/null || true
}

make_networks() {
  local i node
  ip netns add merlon-cp
  ip -n merlon-cp link set lo up
  ip -n merlon-cp link add br0 type bridge
  ip -n merlon-cp addr add 10.88.0.1/24 dev br0
  ip -n merlon-cp link set br0 up
  for i in "${!nodes[@]}"; do
    node=${nodes[i]}
    ip netns add "merlon-$node"
    ip -n "merlon-$node" link set lo up
    ip -n merlon-cp link add "$node" type veth peer name eth0 netns "merlon-$node"
    ip -n merlon-cp link set "$node" master br0 up
    ip -n "merlon-$node" addr add "10.88.0.$((11 + i))/24" dev eth0
    ip -n "merlon-$node" link set eth0 up
    ip -n "merlon-$node" route add default via 10.88.0.1
  done
  for node in cp "${nodes[@]}"; do in_namespace "$node" sysctl -qw net.ipv4.ip_forward=1; done
}

make_certificates() {
  local i
  openssl req -x509 -newkey rsa:2048 -nodes -keyout "$state/ca.key" -out "$state/ca.crt" -days 30 -subj /CN=merlon-cluster 2>/dev/null
  certify apiserver /CN=kube-apiserver DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,IP:10.96.0.1,IP:10.88.0.1
  certify admin /O=system:masters/CN=admin
  certify controllers /CN=system:kube-controller-manager
  certify scheduler /CN=system:kube-scheduler
  certify proxy /CN=system:kube-proxy
  for i in "${!nodes[@]}"; do certify "${nodes[i]}" "/O=system:nodes/CN=system:node:${nodes[i]}" "DNS:${nodes[i]},IP:10.88.0.$((11 + i))"; done
  openssl genrsa -out "$state/accounts.key" 2048 2>/dev/null
  openssl rsa -in "$state/accounts.key" -pubout -out "$state/accounts.pub" 2>/dev/null
  local user
  for user in admin controllers scheduler proxy "${nodes[@]}"; do write_kubeconfig "$user"; done
}

# certify NAME SUBJECT [NAMES]
certify() {
  openssl req -newkey rsa:2048 -nodes -keyout "$state/$1.key" -out "$state/$1.csr" -subj "$2" 2>/dev/null
  openssl x509 -req -in "$state/$1.csr" -CA "$state/ca.crt" -CAkey "$state/ca.key" -CAcreateserial -days 30 -out "$state/$1.crt" \
    -extfile <(printf 'extendedKeyUsage=clientAuth,serverAuth\n%s\n' "${3:+subjectAltName=$3}") 2>/dev/null
}

write_kubeconfig() {
  cat >"$state/$1.conf" <<Y
apiVersion: v1
kind: Config
clusters: [{name: merlon, cluster: {server: "https://10.88.0.1:6443", certificate-authority: $state/ca.crt}}]
users: [{name: $1, user: {client-certificate: $state/$1.crt, client-key: $state/$1.key}}]
contexts: [{name: merlon, context: {cluster: merlon, user: $1}}]
current-context: merlon
Y
}
