// SHA-256 without looking the algorithm up at every call.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "openssl/evp.h"

namespace baton::store {

// The digest of `data`: 32 bytes. Any thread.
std::string Sha256(std::string_view data);

// The same into `digest`, whose memory is used again.
void Sha256(std::string_view data, std::string* digest);

// Appends what can't be confused when texts stand side by side: the length of `text` as 8 bytes,
// most significant first, and the text.
void AppendPrefixed(std::string_view text, std::string* out);

// Appends 8 bytes, most significant first.
void AppendInteger(int64_t value, std::string* out);

}  // namespace baton::store
