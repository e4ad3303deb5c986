#include "store/sha256.h"

#include <cstdlib>

namespace baton::store {
namespace {

constexpr size_t kDigestBytes = 32;

// A context with its algorithm, fetched once per thread. OpenSSL fails here only where it has no
// SHA-256 or no memory: nothing could be trusted then.
class Hasher {
 public:
  Hasher() : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {
    if (EVP_DigestInit_ex(context_, algorithm_, nullptr) != 1) std::abort();
  }
  ~Hasher() {
    EVP_MD_CTX_free(context_);
    EVP_MD_free(algorithm_);
  }
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;

  // Without naming the algorithm again, its state is used again too.
  void Digest(std::string_view data, unsigned char* digest) {
    if (EVP_DigestInit_ex(context_, nullptr, nullptr) != 1 ||
        EVP_DigestUpdate(context_, data.data(), data.size()) != 1 ||
        EVP_DigestFinal_ex(context_, digest, nullptr) != 1) {
      std::abort();
    }
  }

 private:
  EVP_MD* const algorithm_;
  EVP_MD_CTX* const context_;
};

}  // namespace

void Sha256(std::string_view data, std::string* digest) {
  thread_local Hasher hasher;
  unsigned char bytes[kDigestBytes];
  hasher.Digest(data, bytes);
  digest->assign(reinterpret_cast<const char*>(bytes), kDigestBytes);
}

std::string Sha256(std::string_view data) {
  std::string digest;
  Sha256(data, &digest);
  return digest;
}

void AppendPrefixed(std::string_view text, std::string* out) {
  AppendInteger(static_cast<int64_t>(text.size()), out);
  out->append(text);
}

void AppendInteger(int64_t value, std::string* out) {
  const uint64_t bits = static_cast<uint64_t>(value);
  for (int shift = 56; shift >= 0; shift -= 8) out->push_back(static_cast<char>(bits >> shift));
}

}  // namespace baton::store
