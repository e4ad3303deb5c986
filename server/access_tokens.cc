#include "server/access_tokens.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "adapters/answer.h"
#include "adapters/crm_fields.h"
#include "adapters/json.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/connection_secrets.h"

namespace baton::server {
namespace {

void AddField(absl::string_view name, absl::string_view value, std::string* form) {
  if (value.empty()) return;
  absl::StrAppend(form, form->empty() ? "" : "&", name, "=", adapters::EscapePath(value));
}

// "tenants/acme/connections/01J access_token": what a sealed token is bound to.
std::string ContextOf(const std::string& connection) {
  return absl::StrCat(connection, " access_token");
}

std::string TenantOf(const std::string& connection) {
  const std::vector<std::string> parts = absl::StrSplit(connection, '/');
  return parts.size() > 1 ? parts[1] : "";
}

// A line each, so that nothing but base64 needs to be read back.
std::string Packed(const AccessToken& token) {
  return absl::StrCat(absl::Base64Escape(token.token), "\n",
                      absl::Base64Escape(token.refresh_token), "\n",
                      absl::Base64Escape(token.first_refresh_token));
}

bool Unpack(const std::string& packed, AccessToken* token) {
  const std::vector<std::string> lines = absl::StrSplit(packed, '\n');
  return lines.size() == 3 && absl::Base64Unescape(lines[0], &token->token) &&
         absl::Base64Unescape(lines[1], &token->refresh_token) &&
         absl::Base64Unescape(lines[2], &token->first_refresh_token);
}

absl::Duration LifeOf(const adapters::json::Value& body) {
  const adapters::json::Value* stated = body.Find("expires_in");
  int64_t seconds = 0;
  if (stated == nullptr || !absl::SimpleAtoi(stated->text(), &seconds) || seconds <= 0) {
    return kUsualTokenLife;
  }
  return absl::Seconds(seconds);
}

// A token as RFC 6750 has it: what stands in a header must not end it.
std::string TokenOf(const adapters::json::Value& body, absl::string_view key) {
  const adapters::json::Value* value = body.Find(key);
  if (value == nullptr || !value->is_text()) return "";
  const std::string& text = value->text();
  const bool visible = std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isgraph(static_cast<unsigned char>(c));
  });
  return visible ? text : "";
}

}  // namespace

bool UsesOAuth(const v1::ConnectionCredentials& credentials) {
  return !credentials.token_url().empty();
}

Outgoing TokenRequest(const v1::ConnectionCredentials& credentials, const AccessToken& held) {
  const bool renewed =
      !held.refresh_token.empty() && held.first_refresh_token == credentials.refresh_token();
  const std::string& refresh = renewed ? held.refresh_token : credentials.refresh_token();
  Outgoing outgoing;
  outgoing.url = credentials.token_url();
  outgoing.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                      {"Accept", "application/json"}};
  AddField("grant_type", refresh.empty() ? "client_credentials" : "refresh_token", &outgoing.body);
  AddField("refresh_token", refresh, &outgoing.body);
  AddField("client_id", credentials.client_id(), &outgoing.body);
  AddField("client_secret", credentials.client_secret(), &outgoing.body);
  AddField("scope", credentials.scope(), &outgoing.body);
  return outgoing;
}

absl::StatusOr<AccessToken> ReadToken(const v1::ConnectionCredentials& credentials,
                                      const Answered& answered, absl::Time now) {
  if (!answered.failure.empty()) {
    return absl::UnavailableError(absl::StrCat("no access token: ", answered.failure));
  }
  const auto body = adapters::json::Parse(answered.body);
  AccessToken token;
  if (answered.status == 200 && body.ok()) token.token = TokenOf(*body, "access_token");
  if (token.token.empty()) {
    return absl::UnavailableError(
        absl::StrCat("no access token: ", adapters::StatusWords(answered.status)));
  }
  token.expire_time = now + LifeOf(*body);
  token.refresh_token = TokenOf(*body, "refresh_token");
  token.first_refresh_token = credentials.refresh_token();
  return token;
}

void AccessTokens::Get(const std::string& connection, const v1::ConnectionCredentials& credentials,
                       Got got) {
  const absl::Time now = clock_.Now();
  std::string ready;
  Outgoing request;
  {
    absl::MutexLock lock(&mutex_);
    Entry& entry = entries_[connection];
    const AccessToken& held = entry.held;
    if (!held.token.empty() && now + kTokenMargin < held.expire_time &&
        held.first_refresh_token == credentials.refresh_token()) {
      ready = held.token;
    } else {
      entry.waiting.push_back(std::move(got));
      if (entry.waiting.size() > 1) return;
      request = TokenRequest(credentials, held);
    }
  }
  if (!ready.empty()) return got(ready);
  sender_.Send(std::move(request), [this, connection, credentials](const Answered& answered) {
    Take(connection, credentials, answered);
  });
}

void AccessTokens::Take(const std::string& connection, const v1::ConnectionCredentials& credentials,
                        const Answered& answered) {
  absl::StatusOr<AccessToken> token = ReadToken(credentials, answered, clock_.Now());
  std::vector<Got> waiting;
  {
    absl::MutexLock lock(&mutex_);
    Entry& entry = entries_[connection];
    waiting.swap(entry.waiting);
    if (token.ok()) {
      // A refresh token that is not replaced stays the one to use.
      if (token->refresh_token.empty() &&
          entry.held.first_refresh_token == token->first_refresh_token) {
        token->refresh_token = entry.held.refresh_token;
      }
      entry.held = *token;
    }
  }
  if (token.ok()) Keep(connection, *token);
  for (Got& got : waiting) {
    if (token.ok()) {
      got(token->token);
    } else {
      got(token.status());
    }
  }
}

void AccessTokens::Keep(const std::string& connection, const AccessToken& token) {
  const absl::StatusOr<std::string> sealed = secrets_.Seal(Packed(token), ContextOf(connection));
  if (!sealed.ok()) return;  // without a key it is asked for again after a restart
  const absl::Time now = clock_.Now();
  store::WriteOptions options;
  options.tenant = TenantOf(connection);
  options.actor = "system/courier";
  options.method = "Courier";
  options.key = std::string(domain::ShortName(connection));
  options.now = now;
  store::StoredSecret secret;
  secret.secret_id = absl::StrCat(absl::Dec(absl::ToUnixMicros(now), absl::kZeroPad20));
  secret.sealed = *sealed;
  // The refresh token outlives the access token; when that ends is part of what is sealed only in
  // effect: an old one is refused and asked for anew.
  secret.expire_time = absl::InfiniteFuture();
  store_.Write(
      std::move(options),
      [connection, secret](store::Transaction& tx) -> absl::StatusOr<std::string> {
        BATON_RETURN_IF_ERROR(store::ReplaceSecret(tx, connection, store::SecretKind::kAccessToken,
                                                   secret, tx.now()));
        return std::string();
      },
      [](const absl::StatusOr<std::string>&) {});
}

void AccessTokens::Drop(const std::string& connection, const std::string& token) {
  absl::MutexLock lock(&mutex_);
  Entry& entry = entries_[connection];
  if (entry.held.token == token) entry.held.token.clear();
}

void AccessTokens::Recall(store::Session& session, const std::string& connection, absl::Time now) {
  {
    absl::MutexLock lock(&mutex_);
    if (std::exchange(entries_[connection].recalled, true)) return;
  }
  const auto kept = store::ListSecrets(session, TenantOf(connection), connection,
                                       store::SecretKind::kAccessToken, now);
  if (!kept.ok() || kept->empty()) return;
  const auto packed = secrets_.Open(kept->front().sealed, ContextOf(connection));
  AccessToken token;
  if (!packed.ok() || !Unpack(*packed, &token)) return;
  // When it ends is not kept: the other side says so, and then it is asked for anew.
  token.expire_time = now + kUsualTokenLife;
  absl::MutexLock lock(&mutex_);
  Entry& entry = entries_[connection];
  if (entry.held.token.empty()) entry.held = token;
}

}  // namespace baton::server
