#include "adapters/salesforce/change_bitmap.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "adapters/faults.h"
#include "domain/status_macros.h"

namespace baton::adapters {
namespace {

using Type = AvroSchema::Type;

absl::Status Broken(absl::string_view what, absl::string_view bitmap) {
  return absl::InvalidArgumentError(absl::StrCat(what, ": ", Excerpt(bitmap)));
}

int HexDigit(char c) {
  if (absl::ascii_isdigit(c)) return c - '0';
  return absl::ascii_tolower(c) - 'a' + 10;
}

// The record that a field holds, itself or as a branch of a union; nullptr for none.
const Type* RecordOf(const AvroSchema& schema, const Type& type) {
  if (type.kind == Type::Kind::kRecord) return &type;
  if (type.kind != Type::Kind::kUnion) return nullptr;
  for (const size_t branch : type.branches) {
    if (schema.types()[branch].kind == Type::Kind::kRecord) return &schema.types()[branch];
  }
  return nullptr;
}

absl::Status AppendNames(absl::string_view hex, const Type& record, const std::string& prefix,
                         std::vector<std::string>* names) {
  if (hex.empty() || !std::all_of(hex.begin(), hex.end(), absl::ascii_isxdigit)) {
    return Broken("is no bitmap", hex);
  }
  for (size_t digit = 0; digit < hex.size(); ++digit) {
    const int bits = HexDigit(hex[hex.size() - 1 - digit]);
    for (size_t bit = 0; bit < 4; ++bit) {
      if ((bits >> bit & 1) == 0) continue;
      const size_t field = digit * 4 + bit;
      if (field >= record.fields.size()) return Broken("has a bit without a field", hex);
      names->push_back(prefix + record.fields[field].first);
    }
  }
  return absl::OkStatus();
}

// "5-0x03": parts of the field at position 5.
absl::Status AppendParts(absl::string_view bitmap, const AvroSchema& schema,
                         std::vector<std::string>* names) {
  const std::pair<absl::string_view, absl::string_view> halves =
      absl::StrSplit(bitmap, absl::MaxSplits("-0x", 1));
  size_t position = 0;
  const auto& fields = schema.root().fields;
  if (!absl::SimpleAtoi(halves.first, &position) || position >= fields.size()) {
    return Broken("has no compound field", bitmap);
  }
  const Type* compound = RecordOf(schema, schema.types()[fields[position].second]);
  if (compound == nullptr) return Broken("has no compound field", bitmap);
  return AppendNames(halves.second, *compound, fields[position].first + ".", names);
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ExpandBitmaps(const json::Value& list,
                                                       const AvroSchema& schema) {
  std::vector<std::string> names;
  for (const json::Value& item : list.items()) {
    absl::string_view bitmap = item.text();
    if (absl::ConsumePrefix(&bitmap, "0x")) {
      BATON_RETURN_IF_ERROR(AppendNames(bitmap, schema.root(), "", &names));
    } else if (!bitmap.empty() && absl::ascii_isdigit(bitmap.front())) {
      BATON_RETURN_IF_ERROR(AppendParts(bitmap, schema, &names));
    } else {
      names.emplace_back(bitmap);
    }
  }
  return names;
}

}  // namespace baton::adapters
