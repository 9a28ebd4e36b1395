# Run on every storage node: the storage ports are for the nodes alone.
iptables -A INPUT -p tcp -s 127.0.0.1 --match multiport --dports 9000:9022 -j ACCEPT
iptables -A INPUT -p tcp -s 70.0.98.11 --match multiport --dports 9000:9022 -j ACCEPT
iptables -A INPUT -p tcp -s 70.0.98.12 --match multiport --dports 9000:9022 -j ACCEPT
iptables -A INPUT -p tcp -s 70.0.98.13 --match multiport --dports 9000:9022 -j ACCEPT
iptables -A INPUT -p tcp --match multiport --dports 9000:9022 -j DROP
