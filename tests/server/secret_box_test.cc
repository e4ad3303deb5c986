#include "server/secret_box.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <string>

#include "absl/strings/escaping.h"
#include "domain/refusal.h"
#include "tests/status_matchers.h"
#include "tests/temporary_folder.h"

namespace baton::server {
namespace {

using testing::IsOk;
using testing::IsOkAndHolds;

constexpr char kContext[] = "tenants/acme/connections/01J credentials";

class SecretBoxes : public ::testing::Test {
 protected:
  // A file of these keys, each 32 times a letter.
  std::string FileOf(const std::string& letters) {
    const std::string path = folder_.File("keys-" + letters);
    std::ofstream out(path);
    for (const char letter : letters) out << absl::Base64Escape(std::string(32, letter)) << "\n";
    return path;
  }
  SecretBox BoxOf(const std::string& letters) { return SecretBox::Load(FileOf(letters)).value(); }

  const testing::TemporaryFolder folder_;
};

TEST_F(SecretBoxes, OpenWhatTheySealed) {
  const SecretBox box = BoxOf("a");
  for (const std::string& plain : {std::string("s3cret"), std::string("\0\xFF", 2)}) {
    const auto sealed = box.Seal(plain, kContext);
    ASSERT_THAT(sealed, IsOk());
    EXPECT_EQ(sealed->find(plain), std::string::npos);
    EXPECT_THAT(box.Open(*sealed, kContext), IsOkAndHolds(plain));
    EXPECT_NE(*box.Seal(plain, kContext), *sealed) << "the nonce must differ";
  }
}

TEST_F(SecretBoxes, OpenNothingThatWasMovedOrChanged) {
  const SecretBox box = BoxOf("a");
  const std::string sealed = *box.Seal("s3cret", kContext);
  EXPECT_EQ(box.Open(sealed, "tenants/acme/connections/01K credentials").status().code(),
            absl::StatusCode::kInternal);
  std::string bytes;
  ASSERT_TRUE(absl::Base64Unescape(sealed, &bytes));
  for (size_t i = 4; i < bytes.size(); ++i) {  // the first 4 bytes name the key
    std::string changed = bytes;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_EQ(box.Open(absl::Base64Escape(changed), kContext).status().code(),
              absl::StatusCode::kInternal)
        << i;
  }
  EXPECT_EQ(box.Open("", kContext).status().code(), absl::StatusCode::kInternal);
  EXPECT_EQ(box.Open("no base64!", kContext).status().code(), absl::StatusCode::kInternal);
}

TEST_F(SecretBoxes, SealWithTheFirstKeyAndOpenWithAll) {
  const std::string old = *BoxOf("a").Seal("s3cret", kContext);
  const SecretBox both = BoxOf("ba");
  EXPECT_THAT(both.Open(old, kContext), IsOkAndHolds("s3cret"));
  EXPECT_THAT(BoxOf("b").Open(*both.Seal("new", kContext), kContext), IsOkAndHolds("new"));
  EXPECT_EQ(domain::ReasonOf(BoxOf("b").Open(old, kContext).status()),
            v1::ERROR_REASON_SECRETS_KEY_MISSING);
}

TEST_F(SecretBoxes, SealNothingWithoutAKey) {
  EXPECT_EQ(domain::ReasonOf(SecretBox().Seal("s3cret", kContext).status()),
            v1::ERROR_REASON_SECRETS_KEY_MISSING);
}

TEST_F(SecretBoxes, AMissingKeyFileIsMadeForItsOwnerAlone) {
  const std::string path = folder_.File("secrets.key");
  const auto made = SecretBox::LoadOrMake(path);
  ASSERT_THAT(made, IsOk());
  struct stat info = {};
  ASSERT_EQ(stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  const auto again = SecretBox::LoadOrMake(path);
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(again->Open(*made->Seal("s3cret", kContext), kContext), IsOkAndHolds("s3cret"));
}

TEST_F(SecretBoxes, AFileThatHoldsNoKeyIsRefused) {
  const std::string path = folder_.File("bad");
  std::ofstream(path) << absl::Base64Escape(std::string(32, 'a')) << "\nshort\n";
  const absl::Status status = SecretBox::Load(path).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(status.message().find("line 2"), absl::string_view::npos) << status;
  std::ofstream(path) << "\n";
  EXPECT_EQ(SecretBox::Load(path).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(SecretBox::Load(folder_.File("none")).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace baton::server
