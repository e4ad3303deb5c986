#include "adapters/csv_reader.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "adapters/adapter.h"
#include "adapters/faults.h"
#include "domain/status_macros.h"

namespace baton::adapters {
namespace {

using json::Value;

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

using Fields = std::vector<std::string>;

// Reads a file line by line; a quoted field may hold line breaks.
class Lines {
 public:
  explicit Lines(absl::string_view text) : rest_(absl::StripPrefix(text, kByteOrderMark)) {}

  bool done() const { return rest_.empty(); }

  // The fields of the next line. InvalidArgument where a quote is out of place.
  absl::StatusOr<Fields> Next() {
    Fields fields;
    do {
      BATON_ASSIGN_OR_RETURN(std::string field, NextField());
      fields.push_back(std::move(field));
    } while (absl::ConsumePrefix(&rest_, ","));
    absl::ConsumePrefix(&rest_, "\r");
    if (rest_.empty() || absl::ConsumePrefix(&rest_, "\n")) return fields;
    return absl::InvalidArgumentError("has text behind a closing quote or a stray carriage return");
  }

 private:
  absl::StatusOr<std::string> NextField() {
    if (absl::ConsumePrefix(&rest_, "\"")) return Quoted();
    const size_t end = std::min(rest_.find_first_of(",\r\n"), rest_.size());
    std::string field(rest_.substr(0, end));
    rest_.remove_prefix(end);
    if (field.find('"') == std::string::npos) return field;
    return absl::InvalidArgumentError("has a quote in the middle of a field");
  }

  absl::StatusOr<std::string> Quoted() {
    std::string field;
    while (true) {
      const size_t quote = rest_.find('"');
      if (quote == absl::string_view::npos) {
        return absl::InvalidArgumentError("has a quote without an end");
      }
      absl::StrAppend(&field, rest_.substr(0, quote));
      rest_.remove_prefix(quote + 1);
      if (!absl::ConsumePrefix(&rest_, "\"")) return field;
      field += '"';
    }
  }

  absl::string_view rest_;
};

absl::Status CheckHeader(const Fields& header) {
  for (size_t i = 0; i < header.size(); ++i) {
    if (header[i].empty()) return absl::InvalidArgumentError("has a column without a name");
    if (std::count(header.begin(), header.begin() + i, header[i]) > 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("has the column ", Excerpt(header[i]), " twice"));
    }
  }
  return absl::OkStatus();
}

Value ToObject(const Fields& header, Fields fields) {
  Value::Object object;
  for (size_t i = 0; i < header.size(); ++i) {
    object.emplace_back(header[i], fields[i].empty() ? Value() : Value::Text(std::move(fields[i])));
  }
  return Value::ObjectOf(std::move(object));
}

absl::Status InRow(const absl::Status& status, size_t row) {
  return absl::InvalidArgumentError(absl::StrCat(status.message(), " in row ", row));
}

bool IsEmptyLine(const Fields& fields) { return fields.size() == 1 && fields.front().empty(); }

}  // namespace

absl::StatusOr<Value> ParseCsv(absl::string_view text) {
  Lines lines(text);
  if (lines.done()) return absl::InvalidArgumentError("has no header row");
  const auto header = lines.Next();
  if (!header.ok()) return InRow(header.status(), 0);
  BATON_RETURN_IF_ERROR(CheckHeader(*header));
  Value::List rows;
  while (!lines.done()) {
    auto fields = lines.Next();
    if (!fields.ok()) return InRow(fields.status(), rows.size() + 1);
    if (IsEmptyLine(*fields)) continue;
    if (fields->size() != header->size()) {
      return absl::InvalidArgumentError(absl::StrCat("has ", fields->size(), " fields under ",
                                                     header->size(), " columns in row ",
                                                     rows.size() + 1));
    }
    if (rows.size() == kMaxFacts) {
      return absl::InvalidArgumentError(absl::StrCat("has more than ", kMaxFacts, " rows"));
    }
    rows.push_back(ToObject(*header, *std::move(fields)));
  }
  return Value::ListOf(std::move(rows));
}

}  // namespace baton::adapters
