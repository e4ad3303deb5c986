// One connection over TCP, byte by byte: for clients that no library would be.
#pragma once

#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace baton::testing {

class RawSocket {
 public:
  // Connects; `address` is host:port, both numeric.
  explicit RawSocket(const std::string& address);
  ~RawSocket();
  RawSocket(RawSocket&& other) noexcept;
  RawSocket& operator=(RawSocket&&) = delete;

  bool connected() const { return fd_ >= 0; }
  // False when the other side doesn't take it all within five seconds.
  bool Send(std::string_view bytes);
  // What comes until the other side closes, or `patience` is over.
  std::string ReadAll(absl::Duration patience);
  // One read: what is there within `patience`. Empty at the end, too.
  std::string ReadSome(absl::Duration patience);
  // True when the other side has closed within `patience`; throws away what it sent.
  bool AwaitEnd(absl::Duration patience);
  // Segments that had to be sent again, the first one of the connection among them.
  int Retransmissions() const;
  void Close();

 private:
  int fd_ = -1;
};

}  // namespace baton::testing
