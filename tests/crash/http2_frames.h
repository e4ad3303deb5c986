// HTTP/2 by hand (RFC 9113, HPACK without its tables): what no client library would send.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace baton::testing::http2 {

enum Type : uint8_t {
  kData = 0,
  kHeaders = 1,
  kRstStream = 3,
  kSettings = 4,
  kPing = 6,
  kContinuation = 9
};
enum Flag : uint8_t { kNone = 0, kAck = 1, kEndStream = 1, kEndHeaders = 4 };

inline std::string Frame(Type type, uint8_t flags, uint32_t stream, std::string_view payload) {
  const auto size = static_cast<uint32_t>(payload.size());
  std::string frame;
  for (const uint32_t byte : {size >> 16, size >> 8, size, uint32_t{type}, uint32_t{flags},
                              stream >> 24, stream >> 16, stream >> 8, stream}) {
    frame.push_back(static_cast<char>(byte & 0xff));
  }
  return frame.append(payload);
}

// What a client begins with: the preface and its (empty) settings.
inline std::string Hello() {
  return "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + Frame(kSettings, kNone, 0, "");
}

inline std::string SettingsAck() { return Frame(kSettings, kAck, 0, ""); }

// One header as a literal that no table keeps. Names and values up to 126 bytes.
inline std::string Header(std::string_view name, std::string_view value) {
  std::string block(1, '\0');
  for (const std::string_view text : {name, value}) {
    block.push_back(static_cast<char>(text.size()));
    block.append(text);
  }
  return block;
}

// The headers of a gRPC call.
inline std::string CallHeaders(std::string_view path) {
  std::string block;
  for (const auto& [name, value] : std::vector<std::pair<std::string_view, std::string_view>>{
           {":method", "POST"},
           {":scheme", "http"},
           {":path", path},
           {":authority", "baton"},
           {"te", "trailers"},
           {"content-type", "application/grpc"}}) {
    block += Header(name, value);
  }
  return block;
}

}  // namespace baton::testing::http2
