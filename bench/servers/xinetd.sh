#!/bin/sh
# xinetd.sh TYPE HOST PORT FOLDER - xinetd in the foreground, with its echo service and no other.
#
# TYPE is stream or dgram. xinetd reads no options in place of its file, so the file is written
# into FOLDER. Its limits on clients and on their rate are lifted.
set -eu
type=$1 host=$2 port=$3 file=$4/xinetd.conf

case $type in
stream) protocol=tcp wait=no ;;
dgram) protocol=udp wait=yes ;;
*) echo "xinetd.sh: the type is stream or dgram, not '$type'" >&2 && exit 2 ;;
esac
case $host in
*:*) family=IPv6 ;;
*) family=IPv4 ;;
esac

cat >"$file" <<END
service echo
{
    type = INTERNAL UNLISTED
    id = echo-$type
    flags = $family
    socket_type = $type
    protocol = $protocol
    wait = $wait
    user = $(id -un)
    bind = $host
    port = $port
    instances = UNLIMITED
    per_source = UNLIMITED
    cps = 1000000 1
}
END
# It is often in a folder for administrators.
PATH=$PATH:/usr/sbin exec xinetd -dontfork -f "$file" -pidfile "$4/xinetd.pid"
