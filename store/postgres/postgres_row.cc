#include "store/postgres/postgres_row.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "store/postgres/array_text.h"

namespace baton::store {

// Other parameters than those of the values are null.
void PostgresParameters::bind(soci::details::statement_impl& statement, int& position) {
  auto* backend = static_cast<soci::postgresql_statement_backend*>(statement.get_backend());
  texts_.assign(values().size(), "");
  pointers_.assign(values().size(), nullptr);
  bytes_.assign(values().size(), false);
  for (const std::string& name : backend->names_) backend->useByNameBuffers_[name] = &null_;
  for (size_t i = 0; i < values().size(); ++i) {
    const std::string name = absl::StrCat("p", i + 1);
    if (std::count(backend->names_.begin(), backend->names_.end(), name) == 0) {
      throw soci::soci_error("the statement has no parameter " + name);
    }
    backend->useByNameBuffers_[name] = &pointers_[i];
  }
  for (size_t at = 0; at < backend->names_.size(); ++at) {
    const std::string cast = absl::StrCat("CAST($", at + 1, " AS BYTEA)");
    if (backend->query_.find(cast) == std::string::npos) continue;
    for (size_t i = 0; i < values().size(); ++i) {
      if (backend->names_[at] == absl::StrCat("p", i + 1)) bytes_[i] = true;
    }
  }
  position += static_cast<int>(backend->names_.size());
}

void PostgresParameters::pre_use() {
  for (size_t i = 0; i < values().size(); ++i) {
    const Value& value = values()[i];
    std::string& text = texts_[i];
    switch (value.kind) {
      case Value::Kind::kNull:
        pointers_[i] = nullptr;
        continue;
      case Value::Kind::kInt:
        text.clear();
        absl::StrAppend(&text, value.integer);
        break;
      case Value::Kind::kDouble:
        text = DoubleText(value.real);
        break;
      case Value::Kind::kText:
        if (bytes_[i]) {
          text = BytesText(value.text);
          break;
        }
        if (value.text.find('\0') != std::string::npos) {
          throw NulInText();
        }
        // SOCI hands it on and never writes to it.
        pointers_[i] = const_cast<char*>(value.text.c_str());
        continue;
    }
    pointers_[i] = text.data();
  }
}

}  // namespace baton::store
