// Which addresses Baton calls out to: those of the public internet. A tenant chooses where its
// deliveries go, and must not reach what only the server's own network can.
#pragma once

#include <sys/socket.h>

namespace baton::server {

// R18. False for loopback, private, link-local, shared, multicast, reserved and documentation
// addresses, for IPv6 addresses that hold such an IPv4 one (mapped, compatible, 6to4, NAT64), and
// for anything that is neither IPv4 nor IPv6.
bool IsPublicAddress(const sockaddr& address);

}  // namespace baton::server
