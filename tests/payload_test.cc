// Runs every payload of a folder, each as a test of its own: those of tests/payloads, or of the
// folder that BATON_PAYLOAD_DIR names. See the READMEs in tests/payloads for their form.
//
//   <vendor>/NN-name.json or .xml with NN-name.expected.json    what a vendor sends, and its facts
//   <vendor>/outbound/NN-name.given.json with NN-name.json or .csv    what leaves
//
// Fails on what could hide a case: a folder without cases, half a pair, a vendor that Baton does
// not know, a filter that selects nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "adapters/json.h"
#include "adapters/registry.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "tests/payload_crm.h"
#include "tests/payload_facts.h"
#include "tests/payload_statement.h"

namespace baton::payloads {
namespace {

namespace fs = std::filesystem;

constexpr char kExpected[] = ".expected.json";
constexpr char kGiven[] = ".given.json";

class PayloadTest : public ::testing::Test {
 public:
  explicit PayloadTest(std::function<void()> body) : body_(std::move(body)) {}
  void TestBody() override { body_(); }

 private:
  std::function<void()> body_;
};

// GoogleTest's filter gives '-', ':', '*' and '?' a meaning.
std::string TestName(std::string name) {
  for (char& c : name) {
    if (!absl::ascii_isalnum(c)) c = '_';
  }
  return name;
}

void Register(const std::string& suite, const std::string& name, std::function<void()> body) {
  ::testing::RegisterTest(
      absl::StrCat("payload_", TestName(suite)).c_str(), TestName(name).c_str(), nullptr, nullptr,
      __FILE__, __LINE__,
      [body = std::move(body)]() -> PayloadTest* { return new PayloadTest(body); });
}

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  EXPECT_TRUE(file.good()) << path << " can't be read";
  return text.str();
}

// A webhook in the container of README-crm.md counts only if the vendor signed it.
absl::StatusOr<std::vector<v1::Fact>> Receive(const adapters::Adapter& adapter,
                                              const std::string& payload) {
  const auto webhook = ParseWebhook(payload);
  if (!webhook.has_value()) return adapter.Translate(payload, adapter.default_mapping());
  BATON_RETURN_IF_ERROR(adapter.CheckSignature(*webhook, kClientSecret));
  return adapter.Translate(webhook->body, adapter.default_mapping());
}

void RunInbound(const std::string& vendor, const fs::path& payload, const fs::path& expected_path) {
  const adapters::Adapter* adapter = adapters::FindAdapter(vendor);
  ASSERT_NE(adapter, nullptr) << "there is no adapter that reads payloads of " << vendor;
  const Json expected = Json::parse(ReadAll(expected_path), nullptr, /*allow_exceptions=*/false);
  ASSERT_TRUE(expected.is_structured()) << expected_path << " expects nothing";
  const auto facts = Receive(*adapter, ReadAll(payload));
  if (expected.is_object() && expected.contains("error")) {
    ASSERT_FALSE(facts.ok()) << "was not refused: " << expected["error"];
    EXPECT_EQ(domain::ReasonOf(facts.status()), v1::ERROR_REASON_PAYLOAD_UNREADABLE);
    return;
  }
  ASSERT_TRUE(facts.ok()) << facts.status();
  ExpectFacts(vendor, expected, *facts);
}

// 48000.00 and 48000.0 are one decimal; see the READMEs.
std::string WithoutTrailingZeros(std::string text) {
  if (!absl::StrContains(text, '.')) return text;
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

// Numbers compare as decimals, everything else by its exact text.
void ExpectSameJson(const adapters::json::Value& actual, const adapters::json::Value& expected,
                    const std::string& where) {
  ASSERT_EQ(actual.KindName(), expected.KindName()) << "at " << where;
  const bool number = expected.is_number();
  EXPECT_EQ(number ? WithoutTrailingZeros(actual.text()) : actual.text(),
            number ? WithoutTrailingZeros(expected.text()) : expected.text())
      << "at " << where;
  EXPECT_EQ(actual.IsTrue(), expected.IsTrue()) << "at " << where;
  ASSERT_EQ(actual.items().size(), expected.items().size()) << "at " << where;
  for (size_t i = 0; i < expected.items().size(); ++i) {
    ExpectSameJson(actual.items()[i], expected.items()[i], absl::StrCat(where, "[", i, "]"));
  }
  EXPECT_EQ(actual.members().size(), expected.members().size()) << "at " << where;
  for (const auto& [key, value] : expected.members()) {
    const adapters::json::Value* member = actual.Find(key);
    ASSERT_NE(member, nullptr) << key << " is missing at " << where;
    ExpectSameJson(*member, value, absl::StrCat(where, ".", key));
  }
}

// What a golden is: the form that it has, and what the form must be told.
struct Golden {
  v1::ExportFormat format = v1::EXPORT_FORMAT_UNSPECIFIED;
  adapters::ExportOptions options;
  std::string bytes;
  bool is_csv = false;
};

// Spiff has two forms of JSON: an import's body is an object, a webhook's an array.
void ReadSpiffForm(Golden* golden) {
  const auto body = adapters::json::Parse(golden->bytes);
  ASSERT_TRUE(body.ok()) << body.status();
  if (body->is_list()) {
    golden->format = v1::EXPORT_FORMAT_SPIFF_WEBHOOK;
    return;
  }
  const adapters::json::Value* target = body->Find("import_target");
  ASSERT_NE(target, nullptr) << "the golden states no import_target";
  golden->format = v1::EXPORT_FORMAT_SPIFF;
  golden->options.import_target = target->text();
}

Golden ReadGolden(const std::string& vendor, const fs::path& path) {
  static const auto& forms =
      *new std::map<std::string, std::pair<v1::ExportFormat, v1::ExportFormat>>{
          {"captivateiq", {v1::EXPORT_FORMAT_CAPTIVATEIQ, v1::EXPORT_FORMAT_CAPTIVATEIQ_CSV}},
          {"spiff", {v1::EXPORT_FORMAT_SPIFF, v1::EXPORT_FORMAT_SPIFF_ADJUSTMENTS_CSV}},
          {"performio", {v1::EXPORT_FORMAT_PERFORMIO, v1::EXPORT_FORMAT_PERFORMIO_CSV}},
          {"xactly", {v1::EXPORT_FORMAT_XACTLY, v1::EXPORT_FORMAT_XACTLY_CSV}},
      };
  Golden golden;
  golden.bytes = ReadAll(path);
  golden.is_csv = path.extension() == ".csv";
  const auto form = forms.find(vendor);
  if (form == forms.end()) return golden;
  golden.format = golden.is_csv ? form->second.second : form->second.first;
  if (vendor == "spiff" && !golden.is_csv) ReadSpiffForm(&golden);
  return golden;
}

void ExpectSameText(const std::string& actual_text, const std::string& expected_text) {
  const auto actual = adapters::json::Parse(actual_text);
  const auto expected = adapters::json::Parse(expected_text);
  ASSERT_TRUE(actual.ok()) << actual.status();
  ASSERT_TRUE(expected.ok()) << expected.status();
  ExpectSameJson(*actual, *expected, "body");
}

void RunCrmOutbound(const adapters::CrmWriter& writer, const fs::path& given_path,
                    const fs::path& golden_path) {
  const Json given = Json::parse(ReadAll(given_path), nullptr, /*allow_exceptions=*/false);
  ASSERT_TRUE(given.is_object()) << given_path << " gives nothing";
  const auto requests = RenderGiven(writer, given);
  ASSERT_TRUE(requests.ok()) << requests.status();
  ExpectSameText(*requests, ReadAll(golden_path));
}

void RunOutbound(const std::string& vendor, const fs::path& given_path,
                 const fs::path& golden_path) {
  const adapters::CrmWriter* writer = adapters::FindCrmWriter(vendor);
  if (writer != nullptr) return RunCrmOutbound(*writer, given_path, golden_path);
  const Golden golden = ReadGolden(vendor, golden_path);
  const adapters::Exporter* exporter = adapters::FindExporter(golden.format);
  ASSERT_NE(exporter, nullptr) << "there is nothing that writes " << golden_path.filename()
                               << " for " << vendor;
  const Json given = Json::parse(ReadAll(given_path), nullptr, /*allow_exceptions=*/false);
  const auto statement = ParseGivenStatement(given);
  ASSERT_TRUE(statement.ok()) << statement.status();
  const auto chunks = adapters::RenderAll(*exporter, {*statement}, golden.options);
  ASSERT_TRUE(chunks.ok()) << chunks.status();
  ASSERT_EQ(chunks->size(), 1u);
  if (golden.is_csv) {
    EXPECT_EQ(chunks->front().bytes, golden.bytes);
    return;
  }
  ExpectSameText(chunks->front().bytes, golden.bytes);
}

std::function<void()> Guarded(std::function<void()> body) {
  return [body = std::move(body)] {
    try {
      body();
    } catch (const std::exception& error) {
      FAIL() << "the case can't be read: " << error.what();
    }
  };
}

std::set<std::string> FilesOf(const fs::path& folder) {
  std::set<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_regular_file() && !absl::EndsWith(name, ".md")) names.insert(name);
  }
  return names;
}

// Pairs up the files of a folder. `key` is the suffix of one half; the other half has the same stem
// and one of `others`. Both halves are known by the stem.
size_t RegisterPairs(
    const std::string& suite, const fs::path& folder, const std::string& key,
    const std::vector<std::string>& others,
    const std::function<void(const fs::path& with_key, const fs::path& other)>& run) {
  std::set<std::string> files = FilesOf(folder);
  std::vector<std::string> keyed;
  for (const std::string& name : files) {
    if (absl::EndsWith(name, key)) keyed.push_back(name);
  }
  for (const std::string& name : keyed) {
    const std::string stem(absl::StripSuffix(name, key));
    files.erase(name);
    const auto other = std::find_if(others.begin(), others.end(),
                                    [&](const auto& end) { return files.count(stem + end) > 0; });
    if (other == others.end()) {
      Register(suite, stem, [name] { FAIL() << name << " has no other half"; });
      continue;
    }
    files.erase(stem + *other);
    Register(suite, stem, Guarded([run, with_key = folder / name, half = folder / (stem + *other)] {
               run(with_key, half);
             }));
  }
  for (const std::string& name : files) {
    Register(suite, name, [name, key] { FAIL() << name << " has no " << key; });
  }
  return keyed.size() + files.size();
}

size_t RegisterVendor(const fs::path& folder) {
  const std::string vendor = folder.filename().string();
  size_t cases = RegisterPairs(vendor, folder, kExpected, {".json", ".xml"},
                               [vendor](const fs::path& expected, const fs::path& payload) {
                                 RunInbound(vendor, payload, expected);
                               });
  cases += RegisterPairs(vendor + "_outbound", folder / "outbound", kGiven, {".json", ".csv"},
                         [vendor](const fs::path& given, const fs::path& golden) {
                           RunOutbound(vendor, given, golden);
                         });
  if (cases == 0) {
    Register(vendor, "has_cases", [vendor] { FAIL() << vendor << " holds no payloads"; });
  }
  return cases;
}

void RegisterFolder(const std::string& folder) {
  std::set<fs::path> vendors;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.is_directory()) vendors.insert(entry.path());
  }
  size_t cases = 0;
  for (const fs::path& vendor : vendors) cases += RegisterVendor(vendor);
  Register("folder", "has_cases",
           [folder, cases] { EXPECT_GT(cases, 0u) << folder << " holds no payloads"; });
}

std::string PayloadFolder() {
  const char* folder = std::getenv("BATON_PAYLOAD_DIR");
  return folder != nullptr && *folder != '\0' ? folder : BATON_PAYLOAD_DEFAULT_DIR;
}

}  // namespace
}  // namespace baton::payloads

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  baton::payloads::RegisterFolder(baton::payloads::PayloadFolder());
  const int result = RUN_ALL_TESTS();
  if (result == 0 && !GTEST_FLAG_GET(list_tests) &&
      ::testing::UnitTest::GetInstance()->test_to_run_count() == 0) {
    std::cerr << "no payload was selected\n";
    return 1;
  }
  return result;
}
