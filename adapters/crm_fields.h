// The fields of a record that is written into a CRM, under the organisation's names.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "adapters/crm_writer.h"

namespace baton::adapters {

// A JSON object of fields, in the order in which they are added.
class CrmFields {
 public:
  // `settings` outlives it.
  explicit CrmFields(const CrmSettings& settings) : settings_(settings) {}

  // Adds a text; an empty one states nothing and is left out.
  CrmFields& Text(absl::string_view field, absl::string_view value);
  // Adds a value that is JSON already.
  CrmFields& Raw(absl::string_view field, absl::string_view json);
  // Adds the text that is the record's key, which an organisation can't be without.
  CrmFields& Key(absl::string_view field, absl::string_view value);

  std::string Finish() &&;

 private:
  void Add(absl::string_view name, absl::string_view json);

  const CrmSettings& settings_;
  std::string json_;
};

// The organisation's name of a field that is a key.
std::string KeyField(const CrmSettings& settings, absl::string_view field);

// `text` as a segment of a path or a value of a query: everything but letters, digits and "-._~" is
// escaped.
std::string EscapePath(absl::string_view text);

}  // namespace baton::adapters
