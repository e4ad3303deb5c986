#include "server/address_filter.h"

#include <netinet/in.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace baton::server {
namespace {

constexpr int kByteBits = 8;
constexpr int kV4Bits = 32;
constexpr int kV6Bytes = 16;

struct V4Net {
  uint32_t base;
  int bits;
};

// IANA's special-purpose registry.
constexpr V4Net kClosedV4[] = {
    {0x00000000, 8},   // "this network"
    {0x0A000000, 8},   // private
    {0x64400000, 10},  // shared by carriers
    {0x7F000000, 8},   // loopback
    {0xA9FE0000, 16},  // link-local, clouds' metadata
    {0xAC100000, 12},  // private
    {0xC0000000, 24},  // protocol assignments
    {0xC0000200, 24},  // documentation
    {0xC0586300, 24},  // 6to4 relays
    {0xC0A80000, 16},  // private
    {0xC6120000, 15},  // benchmarks
    {0xC6336400, 24},  // documentation
    {0xCB007100, 24},  // documentation
    {0xE0000000, 4},   // multicast
    {0xF0000000, 4},   // reserved, broadcast
};

struct V6Net {
  uint8_t base[kV6Bytes];
  int bits;
};

constexpr V6Net kClosedV6[] = {
    {{0x00, 0x64, 0xFF, 0x9B, 0x00, 0x01}, 48},  // local NAT64
    {{0x01, 0x00}, 64},                          // discarded
    {{0x20, 0x01, 0x00, 0x00}, 23},              // protocol assignments, Teredo
    {{0x20, 0x01, 0x0D, 0xB8}, 32},              // documentation
    {{0x3F, 0xFF}, 20},                          // documentation
    {{0x5F, 0x00}, 16},                          // segment routing
    {{0xFC, 0x00}, 7},                           // unique local
    {{0xFE, 0x80}, 10},                          // link-local
    {{0xFE, 0xC0}, 10},                          // site-local
    {{0xFF, 0x00}, 8},                           // multicast
};

// Nets whose addresses hold an IPv4 address, and from which byte on.
struct Embedding {
  V6Net net;
  int at;
};

constexpr Embedding kEmbeddings[] = {
    {{{}, 96}, 12},                                          // compatible; ::, ::1
    {{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, 96}, 12},  // mapped
    {{{0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, 96}, 12},        // translated
    {{{0x00, 0x64, 0xFF, 0x9B}, 96}, 12},                    // NAT64
    {{{0x20, 0x02}, 16}, 2},                                 // 6to4
};

bool IsIn(const uint8_t* address, const V6Net& net) {
  const int whole = net.bits / kByteBits;
  if (std::memcmp(address, net.base, whole) != 0) return false;
  const int rest = net.bits % kByteBits;
  if (rest == 0) return true;
  const int mask = 0xFF << (kByteBits - rest);
  return (address[whole] & mask & 0xFF) == (net.base[whole] & mask & 0xFF);
}

bool IsPublicV4(uint32_t address) {
  return std::none_of(std::begin(kClosedV4), std::end(kClosedV4), [address](const V4Net& net) {
    return (address >> (kV4Bits - net.bits)) == (net.base >> (kV4Bits - net.bits));
  });
}

bool IsPublicV6(const uint8_t* address) {
  for (const Embedding& embedding : kEmbeddings) {
    if (!IsIn(address, embedding.net)) continue;
    uint32_t v4 = 0;
    std::memcpy(&v4, address + embedding.at, sizeof(v4));
    return IsPublicV4(ntohl(v4));
  }
  return std::none_of(std::begin(kClosedV6), std::end(kClosedV6),
                      [address](const V6Net& net) { return IsIn(address, net); });
}

}  // namespace

bool IsPublicAddress(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, &address, sizeof(v4));
    return IsPublicV4(ntohl(v4.sin_addr.s_addr));
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 v6;
    std::memcpy(&v6, &address, sizeof(v6));
    return IsPublicV6(v6.sin6_addr.s6_addr);
  }
  return false;
}

}  // namespace baton::server
