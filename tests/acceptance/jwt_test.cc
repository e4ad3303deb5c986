// R13: tokens of the companies' identity providers, over a real socket: who gets in, and everything
// of RFC 8725 that must keep one out.
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "baton/v1/account_service.grpc.pb.h"
#include "baton/v1/signal_handoff_service.grpc.pb.h"
#include "baton/v1/token_service.grpc.pb.h"
#include "server/data_folder.h"
#include "server/identity.h"
#include "tests/acceptance/identity_provider.h"
#include "tests/acceptance/server_fixture.h"

namespace baton::testing {
namespace {

using ::testing::HasSubstr;

constexpr char kIssuer[] = "https://login.main.example/";

class Jwt : public ServerFixture {
 protected:
  Jwt() {
    Write("jwks.json", Jwks({rsa_, ec_}));
    Write("other.json", Jwks({foreign_}));
    Write("identity.json", R"({"issuers": [
      {"tenant": "main", "issuer": "https://login.main.example/", "audience": "baton",
       "jwks": "jwks.json", "claim": "email", "names": "email"},
      {"tenant": "main", "issuer": "https://ids.main.example/", "audience": "baton",
       "jwks": "jwks.json", "claim": "sub", "names": "person"},
      {"tenant": "other", "issuer": "https://login.other.example/", "audience": "baton",
       "jwks": "other.json", "claim": "email", "names": "email"},
      {"tenant": "other", "issuer": "https://login.main.example/", "audience": "baton-other",
       "jwks": "jwks.json", "claim": "email", "names": "email"}]})");
    config().identity = File("identity.json");
  }

  void SetUp() override {
    ServerFixture::SetUp();
    Know("rosa", v1::ROLE_AE, "Rosa@main.example");
  }

  std::string File(const std::string& name) { return absl::StrCat(data_folder(), "/", name); }
  void Write(const std::string& name, const std::string& content) {
    EXPECT_THAT(server::WriteFileDurably(File(name), content), IsOk());
  }

  void Know(const std::string& id, v1::Role role, const std::string& email) {
    v1::UpsertPersonRequest request;
    request.mutable_person()->set_name(Person(id));
    request.mutable_person()->set_display_name(id);
    request.mutable_person()->set_email(email);
    request.mutable_person()->set_role(role);
    ASSERT_THAT(Admin().Call(&v1::AccountService::Stub::UpsertPerson, request), IsOk());
  }

  void End(const std::string& id) {
    v1::EndPersonRequest request;
    request.set_name(Person(id));
    ASSERT_THAT(Admin().Call(&v1::AccountService::Stub::EndPerson, request), IsOk());
  }

  // Seconds since 1970 of the server's clock.
  int64_t Seconds(absl::Duration from_now = absl::ZeroDuration()) const {
    return absl::ToUnixSeconds(Now() + from_now);
  }

  // Rosa's claims; `more` begins with a comma, and stands for what is left out when it replaces.
  std::string Claims(const std::string& more = "") const {
    return absl::StrCat(R"({"iss":"https://login.main.example/","aud":"baton","exp":)",
                        Seconds(absl::Hours(1)), R"(,"email":"rosa@main.example")", more, "}");
  }
  // The claims with one part written otherwise.
  std::string ClaimsBut(const std::string& part, const std::string& instead) const {
    const std::string claims = Claims();
    EXPECT_THAT(claims, HasSubstr(part));
    return absl::StrReplaceAll(claims, {{part, instead}});
  }
  std::string Expiring(const std::string& exp) const {
    return ClaimsBut(absl::StrCat(Seconds(absl::Hours(1))), exp);
  }

  static std::string Header(const std::string& algorithm, const std::string& kid,
                            const std::string& more = "") {
    return absl::StrCat(R"({"alg":")", algorithm, R"(","kid":")", kid, "\"", more, "}");
  }
  static std::string SignedBy(const SigningKey& key, const std::string& header,
                              const std::string& claims) {
    const std::string text = Unsigned(header, claims);
    return WithSignature(text, key.Sign(text));
  }
  std::string Token(const std::string& claims) const {
    return SignedBy(rsa_, Header("RS256", "rsa"), claims);
  }

  absl::StatusOr<v1::WhoAmIResponse> WhoAmI(const std::string& token) {
    return With(token).Call(&v1::TokenService::Stub::WhoAmI, v1::WhoAmIRequest());
  }
  void ExpectIn(const std::string& token, const std::string& what) {
    EXPECT_THAT(WhoAmI(token), IsOk()) << what;
  }
  void ExpectOut(const std::string& token, const std::string& what) {
    EXPECT_THAT(WhoAmI(token), Refuses(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"))
        << what;
  }
  // The server looks at its files once a second.
  static bool Soon(const std::function<bool()>& holds) {
    for (int i = 0; i < 200; ++i) {
      if (holds()) return true;
      absl::SleepFor(absl::Milliseconds(50));
    }
    return false;
  }

  // An open inbox of who sends the token, caught up.
  Reader<v1::WatchSignalsResponse> Inbox(const std::string& token) {
    v1::WatchSignalsRequest request;
    request.set_parent(Tenant());
    auto inbox = With(token).Stream(&v1::SignalHandoffService::Stub::WatchSignals, request);
    const auto first = inbox.Next();
    EXPECT_TRUE(first.has_value() && first->caught_up());
    return inbox;
  }
  static void ExpectEnds(Reader<v1::WatchSignalsResponse>& inbox) {
    while (inbox.Next().has_value()) {
    }
    EXPECT_THAT(inbox.Finish(), Refuses(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"));
  }

  const SigningKey rsa_ = SigningKey::Rsa("rsa");
  const SigningKey ec_ = SigningKey::Ec("ec");
  const SigningKey foreign_ = SigningKey::Ec("foreign");
};

TEST_F(Jwt, R13_SaysWhoTheCallerIsAndTheStoreSaysTheirRole) {
  for (const std::string& token :
       {Token(Claims(R"(,"role":"admin","tenant":"other")")),
        SignedBy(ec_, Header("ES256", "ec"), Claims()),
        Token(Claims(R"(,"email_verified":true,"iat":1,"nbf":1)")),
        SignedBy(rsa_, Header("RS256", "rsa", R"(,"typ":"at+jwt")"), Claims()),
        Token(ClaimsBut(R"("baton")", R"(["somebody-else","baton"])")),
        Token(absl::StrCat(R"({"iss":"https://ids.main.example/","aud":"baton","exp":)",
                           Seconds(absl::Hours(1)), R"(,"sub":"rosa"})"))}) {
    const auto me = WhoAmI(token);
    ASSERT_THAT(me, IsOk());
    EXPECT_EQ(me->tenant(), Tenant());
    EXPECT_EQ(me->person(), Person("rosa"));
    EXPECT_EQ(me->role(), v1::ROLE_AE);
  }
  Know("rosa", v1::ROLE_CSM, "");
  EXPECT_EQ(WhoAmI(Token(Claims()))->role(), v1::ROLE_CSM);
  EXPECT_THAT(LogText(), HasSubstr(Person("rosa")));
}

TEST_F(Jwt, R13_AnAlgorithmIsTheKeysAndNeverTheTokens) {
  const std::string none = Unsigned(Header("none", "rsa"), Claims());
  for (const char* name : {"none", "None", "NONE", "nOnE", ""}) {
    const std::string text = Unsigned(Header(name, "rsa"), Claims());
    ExpectOut(absl::StrCat(text, "."), absl::StrCat("no signature: ", name));
    ExpectOut(WithSignature(text, rsa_.Sign(text)), absl::StrCat("a true signature: ", name));
  }
  ExpectOut(none, "two parts");
  // RFC 8725, 2.1: the public key taken for the secret of an HMAC.
  const std::string hmac = Unsigned(Header("HS256", "rsa"), Claims());
  ExpectOut(WithSignature(hmac, Hmac(rsa_.PublicPem(), hmac)), "HS256 with the PEM");
  ExpectOut(WithSignature(hmac, Hmac(rsa_.Jwk(), hmac)), "HS256 with the JWK");
  ExpectOut(WithSignature(hmac, Hmac("", hmac)), "HS256 with nothing");
  const std::string claimed = Unsigned(Header("RS256", "rsa"), Claims());
  ExpectOut(WithSignature(claimed, Hmac(rsa_.PublicPem(), claimed)), "an HMAC called RS256");

  ExpectOut(SignedBy(rsa_, Header("ES256", "rsa"), Claims()), "an RSA key called ES256");
  ExpectOut(SignedBy(ec_, Header("RS256", "ec"), Claims()), "a curve called RS256");
  ExpectOut(SignedBy(rsa_, Header("rs256", "rsa"), Claims()), "rs256");
  for (const char* hash : {"SHA384", "SHA512"}) {
    const std::string text = Unsigned(Header(absl::StrCat("RS", hash + 3), "rsa"), Claims());
    ExpectOut(WithSignature(text, rsa_.Sign(text, hash)), hash);
    const std::string hidden = Unsigned(Header("RS256", "rsa"), Claims());
    ExpectOut(WithSignature(hidden, rsa_.Sign(hidden, hash)), hash);
  }
  for (const char* name : {"PS256", "RS256"}) {
    const std::string text = Unsigned(Header(name, "rsa"), Claims());
    ExpectOut(WithSignature(text, rsa_.Sign(text, "SHA256", true)), "PSS");
  }
}

TEST_F(Jwt, R13_AKeyIsTheIssuersOwnUnderItsKid) {
  const SigningKey evil = SigningKey::Rsa("rsa");
  ExpectOut(SignedBy(evil, Header("RS256", "rsa"), Claims()), "another key under a known kid");
  for (const char* kid : {"", "unknown", "RSA", "rsa ", "../jwks.json", "/dev/null", "' OR 1=1",
                          "foreign", "rsa\\u0000"}) {
    ExpectOut(SignedBy(rsa_, Header("RS256", kid), Claims()), absl::StrCat("kid ", kid));
  }
  ExpectOut(SignedBy(rsa_, R"({"alg":"RS256"})", Claims()), "no kid");
  ExpectOut(SignedBy(rsa_, R"({"alg":"RS256","kid":["rsa"]})", Claims()), "a list of kids");
  ExpectOut(SignedBy(rsa_, Header("RS256", "ec"), Claims()), "the issuer's other kid");
  // RFC 8725, 3.10: keys that the token brings along or points at.
  for (const std::string& more :
       {absl::StrCat(R"(,"jwk":)", evil.Jwk()), std::string(R"(,"jku":"https://evil.example/k")"),
        std::string(R"(,"x5u":"https://evil.example/c")")}) {
    ExpectOut(SignedBy(evil, Header("RS256", "rsa", more), Claims()), more);
  }
  ExpectOut(SignedBy(foreign_, Header("ES256", "foreign"), Claims()), "another issuer's key");
  ExpectIn(Token(Claims()), "the true one");
}

TEST_F(Jwt, R13_IssuerAndAudienceAreOursToTheByte) {
  for (const char* issuer :
       {"https://login.main.example", "https://login.main.example//", "https://LOGIN.main.example/",
        "http://login.main.example/", "https://evil.example/", ""}) {
    ExpectOut(Token(ClaimsBut(kIssuer, issuer)), issuer);
  }
  const std::string iss = absl::StrCat(R"("iss":")", kIssuer, R"(",)");
  ExpectOut(Token(ClaimsBut(iss, "")), "no issuer");
  ExpectOut(
      Token(ClaimsBut(absl::StrCat("\"", kIssuer, "\""), absl::StrCat("[\"", kIssuer, "\"]"))),
      "a list of issuers");
  for (const char* audience : {R"("Baton")", R"("baton ")", R"("other")", R"("")", "[]", "[[]]",
                               R"(["baton",1])", "null", "true", R"({"baton":1})"}) {
    ExpectOut(Token(ClaimsBut(R"("baton")", audience)), audience);
  }
  ExpectOut(Token(ClaimsBut(R"("aud":"baton",)", "")), "no audience");
  ExpectOut(Token(ClaimsBut(R"("baton")", R"(["baton","baton-other"])")), "two of our audiences");
}

TEST_F(Jwt, R13_OneTenantsIssuerSpeaksForNoOther) {
  AdminOf("other");
  const std::string claims = absl::StrReplaceAll(Claims(), {{"login.main", "login.other"}});
  ExpectOut(SignedBy(foreign_, Header("ES256", "foreign"), claims), "main's person from other");
  ExpectOut(Token(claims), "other's issuer with main's key");
  ExpectOut(Token(ClaimsBut(R"("baton")", R"("baton-other")")), "main's person for other");
}

TEST_F(Jwt, R13_ExpiryAndBeginAreExact) {
  const std::string until = Token(Expiring(absl::StrCat(Seconds(absl::Seconds(10)))));
  const std::string from = Token(Claims(absl::StrCat(",\"nbf\":", Seconds(absl::Seconds(10)))));
  const std::string half = Token(Expiring(absl::StrCat(Seconds(absl::Seconds(10)), ".5")));
  SetClock(Start() + absl::Seconds(10) - absl::Microseconds(1));
  ExpectIn(until, "just before exp");
  ExpectOut(from, "just before nbf");
  SetClock(Start() + absl::Seconds(10));
  ExpectOut(until, "at exp");
  ExpectIn(from, "at nbf");
  SetClock(Start() + absl::Milliseconds(10'499));
  ExpectIn(half, "before a fraction's end");
  SetClock(Start() + absl::Milliseconds(10'500));
  ExpectOut(half, "at a fraction's end");

  SetClock(Start());
  ExpectIn(Token(Expiring(absl::StrCat(Seconds(absl::Hours(24))))), "a day");
  ExpectOut(Token(Expiring(absl::StrCat(Seconds(absl::Hours(24)) + 1))), "more than a day");
  for (const char* exp : {"\"4102444800\"", "null", "-1", "0", "1e300", "true", "[]"}) {
    ExpectOut(Token(Expiring(exp)), absl::StrCat("exp ", exp));
  }
  ExpectOut(Token(ClaimsBut(absl::StrCat(",\"exp\":", Seconds(absl::Hours(1))), "")), "no exp");
  for (const char* more : {R"(,"nbf":"1")", R"(,"nbf":null)", R"(,"iat":"now")"}) {
    ExpectOut(Token(Claims(more)), more);
  }
}

TEST_F(Jwt, R13_ATokenIsTakenToTheByteOrNotAtAll) {
  const std::string token = Token(Claims());
  const size_t first = token.find('.');
  const size_t last = token.rfind('.');
  const std::string text = token.substr(0, last);
  ExpectOut(text, "without its signature");
  ExpectOut(text + ".", "with an empty one");
  ExpectOut(token + ".", "four parts");
  ExpectOut(token + ".a.b", "five parts, as an encrypted one");
  ExpectOut(token + "=", "padding");
  ExpectOut(token + "A", "one letter more");
  ExpectOut(" " + token, "a blank before");
  ExpectOut(token.substr(0, first) + "=" + token.substr(first), "padding within");
  for (const size_t place : {size_t{3}, first + 8, last - 3, last + 4, token.size() - 5}) {
    std::string changed = token;
    changed[place] = changed[place] == 'A' ? 'B' : 'A';
    ExpectOut(changed, absl::StrCat("changed at ", place));
  }
  // 256 bytes end in a letter of which four bits count: others decode to the same bytes.
  for (const char letter : std::string("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")) {
    if (letter == token.back()) continue;
    ExpectOut(token.substr(0, token.size() - 1) + letter, "another last letter");
  }
  const std::string es = Unsigned(Header("ES256", "ec"), Claims());
  ExpectOut(WithSignature(es, ec_.SignRaw(es)), "ES256 in DER");
  ExpectOut(WithSignature(es, std::string(64, '\0')), "r and s of nothing");
  ExpectOut(WithSignature(es, ec_.Sign(es) + std::string(1, '\0')), "a byte more");
  ExpectOut(WithSignature(es, std::string("\0", 1) + ec_.Sign(es)), "a byte before");
  ExpectIn(token, "the true one");
}

TEST_F(Jwt, R13_WhatIsMeantForAnotherUseIsRefused) {
  for (const char* more : {R"(,"typ":"logout+jwt")", R"(,"typ":"dpop+jwt")", R"(,"typ":7)",
                           R"(,"crit":["exp"])", R"(,"crit":[])", R"(,"b64":false,"crit":["b64"])",
                           R"(,"alg":"RS256")", R"(,"kid":"rsa")"}) {
    ExpectOut(SignedBy(rsa_, Header("RS256", "rsa", more), Claims()), more);
  }
  for (const char* more :
       {R"(,"email":"rosa@main.example")", R"(,"aud":"baton")", R"(,"email_verified":false)",
        R"(,"email_verified":"false")", R"(,"email_verified":null)"}) {
    ExpectOut(Token(Claims(more)), more);
  }
  for (const std::string& claims : {std::string("[]"), std::string("\"\""), std::string("{"),
                                    std::string("\xff"), std::string(2000, '['), Claims() + "{}"}) {
    ExpectOut(Token(claims), claims.substr(0, 20));
  }
}

TEST_F(Jwt, R13_WhoIsNotKnownOrHasLeftStaysOut) {
  for (const char* email : {"nobody@main.example", "", "rosa@main.example ", "rosa"}) {
    ExpectOut(Token(ClaimsBut("rosa@main.example", email)), email);
  }
  ExpectOut(Token(ClaimsBut(R"("rosa@main.example")", R"(["rosa@main.example"])")), "a list");
  ExpectOut(Token(ClaimsBut(R"(,"email":"rosa@main.example")", "")), "no claim");

  const std::string token = Token(Claims());
  auto inbox = Inbox(token);
  End("rosa");
  ExpectOut(token, "W-1: gone at once");
  ExpectEnds(inbox);
}

TEST_F(Jwt, R13_AnOpenStreamEndsWithItsTokenAndWithAnotherRole) {
  const std::string token = Token(Claims());
  auto first = Inbox(token);
  Know("rosa", v1::ROLE_CSM, "");
  ExpectEnds(first);
  auto second = Inbox(token);
  SetClock(Start() + absl::Hours(1));
  ExpectEnds(second);
}

TEST_F(Jwt, R13_KeysRotateWithoutARestart) {
  const std::string old = Token(Claims());
  const SigningKey next = SigningKey::Ec("next");
  const std::string young = SignedBy(next, Header("ES256", "next"), Claims());
  ExpectIn(old, "before");
  ExpectOut(young, "before");
  Write("jwks.json", Jwks({rsa_, next}));
  ASSERT_TRUE(Soon([&] { return WhoAmI(young).ok(); }));
  ExpectIn(old, "while both are out");
  auto inbox = Inbox(old);
  Write("jwks.json", Jwks({next}));
  ExpectEnds(inbox);
  ExpectOut(old, "once its key is withdrawn");
  ExpectIn(young, "after");
  // The same kid with another key is another key.
  const SigningKey same = SigningKey::Ec("next");
  Write("jwks.json", Jwks({same}));
  ASSERT_TRUE(Soon([&] { return !WhoAmI(young).ok(); }));
  ExpectIn(SignedBy(same, Header("ES256", "next"), Claims()), "the kid's new key");
  Write("jwks.json", R"({"keys":[]})");
  ASSERT_TRUE(
      Soon([&] { return !WhoAmI(SignedBy(same, Header("ES256", "next"), Claims())).ok(); }));
}

TEST_F(Jwt, R13_TheLastGoodKeysStayWhileTheFileIsGoneOrBroken) {
  const std::string token = Token(Claims());
  std::filesystem::remove(File("jwks.json"));
  ASSERT_TRUE(Soon([&] { return LogText().find("\"event\":\"identity\"") != std::string::npos; }));
  ExpectIn(token, "the file is gone");
  const SigningKey next = SigningKey::Rsa("next");
  const std::string young = SignedBy(next, Header("RS256", "next"), Claims());
  const std::string good = next.Jwk();
  for (const std::string& broken :
       {std::string(), std::string("{"), std::string("[]"), std::string("{}"),
        std::string(R"({"keys":{}})"), absl::StrCat(R"({"keys":[)", good, ",", good, "]}"),
        absl::StrCat(R"({"keys":[)", good, ",", SigningKey::Rsa("short", 1024).Jwk(), "]}")}) {
    Write("jwks.json", broken);
    absl::SleepFor(absl::Milliseconds(1'200));
    ExpectIn(token, broken.substr(0, 40));
    ExpectOut(young, broken.substr(0, 40));
  }
  Write("jwks.json", Jwks({next}));
  ASSERT_TRUE(Soon([&] { return WhoAmI(young).ok(); }));
  EXPECT_THAT(LogText(), HasSubstr("none any more"));
  EXPECT_EQ(LogText().find(token), std::string::npos);
}

TEST_F(Jwt, R13_ATableThatCantBeUsedKeepsTheServerFromStarting) {
  const auto refusal = [&](const std::string& json) {
    Write("broken.json", json);
    server::Log log(2, server::LogLevel::kOff);
    return std::string(server::Identity::Open(File("broken.json"), false, log).status().message());
  };
  const std::string faults = refusal(R"({"issuers":[{"tenant":"a b","issuer":"i","jwks":"x",
      "claim":"sub","names":"name","colour":1}],"cas":[]})");
  for (const char* fault :
       {"cas is unknown", "issuers[0].tenant is no id", "issuers[0].audience is missing",
        "issuers[0].names is neither", "issuers[0].colour is unknown"}) {
    EXPECT_THAT(faults, HasSubstr(fault));
  }
  EXPECT_THAT(refusal(R"({"issuers":[{"tenant":"main","issuer":"i","audience":"a",
      "jwks":"missing.json","claim":"sub","names":"person"}]})"),
              HasSubstr("missing.json"));
  EXPECT_THAT(refusal(R"({"issuers":[
      {"tenant":"main","issuer":"i","audience":"a","jwks":"jwks.json","claim":"c","names":"email"},
      {"tenant":"two","issuer":"i","audience":"a","jwks":"jwks.json","claim":"c","names":"email"}
      ]})"),
              HasSubstr("stands twice"));
  EXPECT_THAT(refusal(R"({"client_cas":[{"tenant":"main","file":"ca.pem","san":"email"}]})"),
              HasSubstr("needs TLS"));
  EXPECT_THAT(refusal("{"), HasSubstr("is no JSON"));
}

}  // namespace
}  // namespace baton::testing
