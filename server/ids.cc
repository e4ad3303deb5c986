#include "server/ids.h"

#include <openssl/rand.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace baton::server {
namespace {

constexpr char kAlphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr int kLength = 26;

// Adds to a big-endian number; true when it wrapped around.
bool Add(std::array<uint8_t, 10>* number, uint64_t addend) {
  for (int i = 9; i >= 0 && addend != 0; --i) {
    addend += (*number)[i];
    (*number)[i] = static_cast<uint8_t>(addend);
    addend >>= 8;
  }
  return addend != 0;
}

// 128 bits as 26 digits of five bits; the first digit has only three.
std::string Encode(uint64_t millis, const std::array<uint8_t, 10>& random) {
  std::array<uint8_t, 16> bytes;
  for (int i = 0; i < 6; ++i) bytes[i] = static_cast<uint8_t>(millis >> (8 * (5 - i)));
  std::memcpy(bytes.data() + 6, random.data(), random.size());
  std::string text(kLength, '0');
  uint32_t window = 0;
  int bits = 2;
  int digit = 0;
  for (const uint8_t byte : bytes) {
    window = (window << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text[digit++] = kAlphabet[(window >> bits) & 31];
    }
  }
  return text;
}

}  // namespace

IdSource::IdSource() = default;

// An id that isn't random would collide in silence, so there is no way on without randomness.
void IdSource::FillRandom(uint8_t* bytes, size_t count) {
  if (pool_used_ + count > pool_.size()) {
    if (RAND_bytes(pool_.data(), static_cast<int>(pool_.size())) != 1) std::abort();
    pool_used_ = 0;
  }
  std::memcpy(bytes, pool_.data() + pool_used_, count);
  pool_used_ += count;
}

std::string IdSource::Next(absl::Time now) {
  const auto millis = static_cast<uint64_t>(std::max<int64_t>(0, absl::ToUnixMillis(now)));
  absl::MutexLock lock(&mutex_);
  if (millis > millis_) {
    millis_ = millis;
    FillRandom(random_.data(), random_.size());
  } else {
    uint32_t step = 0;
    FillRandom(reinterpret_cast<uint8_t*>(&step), sizeof(step));
    if (Add(&random_, uint64_t{2} * kIdsPerSequence + step)) ++millis_;
  }
  return Encode(millis_, random_);
}

std::string IdSource::NextFor(absl::Time now, std::string_view) { return Next(now); }

std::string IdFrom(absl::Time now, std::string_view digest) {
  std::array<uint8_t, 10> bits{};
  std::memcpy(bits.data(), digest.data(), std::min(bits.size(), digest.size()));
  return Encode(static_cast<uint64_t>(std::max<int64_t>(0, absl::ToUnixMillis(now))), bits);
}

std::string IdSequence::Next() {
  std::string id = next_;
  for (size_t i = next_.size(); i-- > 0;) {
    const char* digit = std::strchr(kAlphabet, next_[i]);
    if (digit[1] != '\0') {
      next_[i] = digit[1];
      break;
    }
    next_[i] = kAlphabet[0];
  }
  return id;
}

}  // namespace baton::server
