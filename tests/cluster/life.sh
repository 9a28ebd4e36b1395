# What the agents' own troubles do to packets: two clients of one server connect all the time, one of them allowed, while
# agents are killed, the API server does not answer for a minute, and all agents are replaced.

life() {
  local server
  kubectl apply -f "$here/life.yaml" >/dev/null
  kubectl -n life wait --for=condition=Ready pod --all --timeout=120s >/dev/null
  server=$(kubectl -n life get pod server -o 'jsonpath={.status.podIP}')
  await "the friend is let in" 30 connects friend n2 "$server"
  connect_all_the_time friend n2 "$server"
  connect_all_the_time stranger n1 "$server"
  sleep 10
  say "killing the agents"
  pkill -KILL -f '^/opt/merlon/Merlon.Cli agent'
  sleep 20
  say "the API server does not answer"
  kill -STOP "$(cat "$state/apiserver.pid")"
  sleep 70
  kill -CONT "$(cat "$state/apiserver.pid")"
  say "replacing the agents"
  kubectl -n kube-system rollout restart daemonset/merlon-agent >/dev/null
  kubectl -n kube-system rollout status daemonset/merlon-agent --timeout=120s >/dev/null
  sleep 10
  stop friend-client
  stop stranger-client
  kubectl delete -f "$here/life.yaml" --wait=false >/dev/null
  report
}

# Of the connections that were tried, how many there were, and how many of them were made.
report() {
  local friend stranger failed=0
  friend=$(cat "$state/friend-client.log") stranger=$(cat "$state/stranger-client.log")
  echo "allowed: $(grep -o 1 <<<"$friend" | wc -l) of ${#friend} connections were made"
  echo "denied: $(grep -o 1 <<<"$stranger" | wc -l) of ${#stranger} connections were made"
  [[ $friend == *1* && ${#stranger} -gt 100 ]] || failed=1
  [[ $stranger != *1* ]] || failed=1
  echo "$((1 - failed)) passed, $failed failed"
  return "$failed"
}

# pod_process POD NODE: a process in the network of the pod.
pod_process() {
  local socket=$state/$2/containerd.sock container
  container=$(ctr -a "$socket" -n k8s.io containers ls -q \
    "labels.\"io.kubernetes.pod.name\"==$1,labels.\"io.cri-containerd.kind\"==container")
  ctr -a "$socket" -n k8s.io tasks ls | awk -v id="$container" '$1 == id {print $2}'
}

connects() { nsenter --target "$(pod_process "$1" "$2")" --net timeout 1 bash -c "</dev/tcp/$3/80"; }

# A 1 for each connection that is made within half a second, a 0 for each other.
connect_all_the_time() {
  nsenter --target "$(pod_process "$1" "$2")" --net \
    bash -c "while true; do timeout 0.5 bash -c '</dev/tcp/$3/80' 2>/dev/null && printf 1 || printf 0; done" \
    >"$state/$1-client.log" 2>/dev/null </dev/null &
  echo $! >"$state/$1-client.pid"
}
