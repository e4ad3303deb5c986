// Seals what must not lie open in the store: credentials, webhooks' secrets, access tokens.
//
// AES-256-GCM with a random nonce, under the first key of a key file. A file holds one key a line,
// 32 bytes in base64; the further ones only open what was sealed before they were followed by
// another. What is sealed is bound to its context, so that it opens nowhere else.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace baton::server {

// Any thread.
class SecretBox {
 public:
  // Without a key: it seals nothing.
  SecretBox() = default;

  // INVALID_ARGUMENT names the line that is no key; NOT_FOUND when there is no such file.
  static absl::StatusOr<SecretBox> Load(const std::string& file);
  // The same, but a missing file is made first, with a new key, mode 0600.
  static absl::StatusOr<SecretBox> LoadOrMake(const std::string& file);

  // Base64 text. `context` says whose and what for: "tenants/acme/connections/01J credentials".
  // FAILED_PRECONDITION, reason SECRETS_KEY_MISSING, without a key.
  absl::StatusOr<std::string> Seal(std::string_view plain, std::string_view context) const;

  // FAILED_PRECONDITION, reason SECRETS_KEY_MISSING, when its key isn't among those held. INTERNAL
  // when it was changed, or sealed in another context.
  absl::StatusOr<std::string> Open(std::string_view sealed, std::string_view context) const;

 private:
  struct Key {
    std::string id;  // of the key's hash, 4 bytes
    std::string bytes;
  };

  std::vector<Key> keys_;
};

}  // namespace baton::server
