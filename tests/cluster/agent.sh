# The agent on every node, by the manifests of deploy/ as they are.

start_agent() {
  say "agent"
  kubectl apply -k "$repository/deploy/kubernetes" >/dev/null
  kubectl -n kube-system rollout status daemonset/merlon-agent --timeout=180s >/dev/null
}
