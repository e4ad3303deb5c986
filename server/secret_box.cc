#include "server/secret_box.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <cerrno>
#include <fstream>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "server/data_folder.h"
#include "store/sha256.h"

namespace baton::server {
namespace {

constexpr size_t kKeyBytes = 32;
constexpr size_t kIdBytes = 4;
constexpr size_t kNonceBytes = 12;
constexpr size_t kTagBytes = 16;

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

unsigned char* Bytes(std::string* text) { return reinterpret_cast<unsigned char*>(text->data()); }

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

absl::StatusOr<std::string> RandomBytes(size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(Bytes(&bytes), static_cast<int>(count)) != 1) {
    return absl::InternalError("the operating system has no random bytes");
  }
  return bytes;
}

absl::Status NoKey() {
  return domain::Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_SECRETS_KEY_MISSING,
                        "the server holds no key for its secrets; its operator sets secrets-key");
}

absl::Status NotOurs() {
  return absl::InternalError("a sealed secret was changed or belongs elsewhere");
}

// Runs AES-256-GCM over `in` with the context as associated data; the tag stays in the cipher.
bool Run(EVP_CIPHER_CTX* cipher, bool seal, std::string_view key, std::string_view nonce,
         std::string_view context, std::string_view in, std::string* out) {
  int length = 0;
  out->assign(in.size(), '\0');
  return EVP_CipherInit_ex(cipher, EVP_aes_256_gcm(), nullptr, Bytes(key), Bytes(nonce),
                           seal ? 1 : 0) == 1 &&
         EVP_CipherUpdate(cipher, nullptr, &length, Bytes(context),
                          static_cast<int>(context.size())) == 1 &&
         EVP_CipherUpdate(cipher, Bytes(out), &length, Bytes(in), static_cast<int>(in.size())) == 1;
}

absl::StatusOr<std::string> KeyIn(const std::string& line, const std::string& where) {
  std::string key;
  if (!absl::Base64Unescape(line, &key) || key.size() != kKeyBytes) {
    return absl::InvalidArgumentError(absl::StrCat(where, " is no key of 32 bytes in base64"));
  }
  return key;
}

}  // namespace

absl::StatusOr<SecretBox> SecretBox::Load(const std::string& file) {
  std::ifstream in(file);
  if (!in) return absl::NotFoundError(absl::StrCat("can't read the key file ", file));
  SecretBox box;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    const std::string text(absl::StripAsciiWhitespace(line));
    if (text.empty()) continue;
    BATON_ASSIGN_OR_RETURN(std::string key, KeyIn(text, absl::StrCat(file, " line ", number)));
    box.keys_.push_back({.id = store::Sha256(key).substr(0, kIdBytes), .bytes = std::move(key)});
  }
  if (box.keys_.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(file, " holds no key"));
  }
  return box;
}

absl::StatusOr<SecretBox> SecretBox::LoadOrMake(const std::string& file) {
  absl::StatusOr<SecretBox> held = Load(file);
  if (!absl::IsNotFound(held.status())) return held;
  BATON_ASSIGN_OR_RETURN(const std::string key, RandomBytes(kKeyBytes));
  BATON_RETURN_IF_ERROR(WriteFileDurably(file, absl::Base64Escape(key) + "\n"));
  return Load(file);
}

absl::StatusOr<std::string> SecretBox::Seal(std::string_view plain,
                                            std::string_view context) const {
  if (keys_.empty()) return NoKey();
  const Key& key = keys_.front();
  BATON_ASSIGN_OR_RETURN(const std::string nonce, RandomBytes(kNonceBytes));
  const Cipher cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  std::string text;
  std::string tag(kTagBytes, '\0');
  int length = 0;
  if (cipher == nullptr || !Run(cipher.get(), true, key.bytes, nonce, context, plain, &text) ||
      EVP_CipherFinal_ex(cipher.get(), Bytes(&tag), &length) != 1 ||
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, tag.data()) != 1) {
    return absl::InternalError("a secret can't be sealed");
  }
  return absl::Base64Escape(absl::StrCat(key.id, nonce, tag, text));
}

absl::StatusOr<std::string> SecretBox::Open(std::string_view sealed,
                                            std::string_view context) const {
  std::string bytes;
  if (!absl::Base64Unescape({sealed.data(), sealed.size()}, &bytes) ||
      bytes.size() < kIdBytes + kNonceBytes + kTagBytes) {
    return NotOurs();
  }
  const std::string_view all = bytes;
  const std::string_view nonce = all.substr(kIdBytes, kNonceBytes);
  std::string tag(all.substr(kIdBytes + kNonceBytes, kTagBytes));
  const std::string_view text = all.substr(kIdBytes + kNonceBytes + kTagBytes);
  for (const Key& key : keys_) {
    if (key.id != all.substr(0, kIdBytes)) continue;
    const Cipher cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    std::string plain;
    std::string rest(kTagBytes, '\0');
    int length = 0;
    if (cipher == nullptr || !Run(cipher.get(), false, key.bytes, nonce, context, text, &plain) ||
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) != 1 ||
        EVP_CipherFinal_ex(cipher.get(), Bytes(&rest), &length) != 1) {
      return NotOurs();
    }
    return plain;
  }
  return NoKey();
}

}  // namespace baton::server
