#include <map>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "adapters/faults.h"
#include "adapters/salesforce/avro.h"
#include "domain/status_macros.h"

namespace baton::adapters {
namespace {

using Kind = AvroSchema::Type::Kind;

constexpr size_t kMaxFixedSize = 1024;

std::optional<Kind> PrimitiveKind(absl::string_view name) {
  static const auto* const kKinds = new std::map<absl::string_view, Kind>{
      {"null", Kind::kNull},   {"boolean", Kind::kBoolean}, {"int", Kind::kInt},
      {"long", Kind::kLong},   {"float", Kind::kFloat},     {"double", Kind::kDouble},
      {"bytes", Kind::kBytes}, {"string", Kind::kString},
  };
  const auto it = kKinds->find(name);
  if (it == kKinds->end()) return std::nullopt;
  return it->second;
}

absl::string_view LastPart(absl::string_view name) { return name.substr(name.rfind('.') + 1); }

absl::Status Broken(absl::string_view what) { return absl::InvalidArgumentError(what); }

}  // namespace

// Reads a schema from its outside in. JSON's own limit of depth bounds the recursion.
class AvroSchemaParser {
 public:
  absl::StatusOr<AvroSchema> Parse(const json::Value& root) {
    BATON_ASSIGN_OR_RETURN(schema_.root_, ParseType(root));
    return std::move(schema_);
  }

 private:
  using Type = AvroSchema::Type;

  absl::StatusOr<size_t> Add(Kind kind) {
    if (schema_.types_.size() >= kMaxAvroTypes) {
      return Broken(absl::StrCat("has more than ", kMaxAvroTypes, " types"));
    }
    schema_.types_.emplace_back().kind = kind;
    return schema_.types_.size() - 1;
  }

  absl::StatusOr<size_t> ParseType(const json::Value& value) {
    if (value.is_text()) return Named(value.text());
    if (value.is_list()) return ParseUnion(value);
    const json::Value* type = value.Find("type");
    if (type == nullptr) return Broken("has a type without \"type\"");
    if (!type->is_text()) return ParseType(*type);
    const std::string& name = type->text();
    if (name == "record" || name == "error") return ParseRecord(value);
    if (name == "enum") return ParseEnum(value);
    if (name == "fixed") return ParseFixed(value);
    if (name == "array") return ParseItems(value, Kind::kArray, "items");
    if (name == "map") return ParseItems(value, Kind::kMap, "values");
    return Named(name);
  }

  // A primitive type, or one that was defined before.
  absl::StatusOr<size_t> Named(absl::string_view name) {
    if (const auto kind = PrimitiveKind(name)) {
      BATON_ASSIGN_OR_RETURN(const size_t at, Add(*kind));
      return Complete(at);
    }
    const auto it = names_.find(std::string(LastPart(name)));
    if (it == names_.end()) {
      return Broken(absl::StrCat("names the type ", Excerpt(name), " before it is defined"));
    }
    if (!schema_.types_[it->second].complete) {
      return Broken(absl::StrCat("has the type ", Excerpt(name), " inside itself"));
    }
    return it->second;
  }

  size_t Complete(size_t at) {
    schema_.types_[at].complete = true;
    return at;
  }

  // A type that later ones may name.
  absl::StatusOr<size_t> Define(const json::Value& value, Kind kind) {
    const json::Value* name = value.Find("name");
    if (name == nullptr || name->text().empty()) return Broken("has a defined type without a name");
    BATON_ASSIGN_OR_RETURN(const size_t at, Add(kind));
    if (!names_.emplace(LastPart(name->text()), at).second) {
      return Broken(absl::StrCat("defines the type ", Excerpt(name->text()), " twice"));
    }
    return at;
  }

  absl::StatusOr<size_t> ParseRecord(const json::Value& value) {
    BATON_ASSIGN_OR_RETURN(const size_t at, Define(value, Kind::kRecord));
    const json::Value* fields = value.Find("fields");
    if (fields == nullptr || !fields->is_list()) return Broken("has a record without fields");
    for (const json::Value& field : fields->items()) {
      const json::Value* name = field.Find("name");
      const json::Value* type = field.Find("type");
      if (name == nullptr || !name->is_text() || type == nullptr) {
        return Broken("has a field without name or type");
      }
      BATON_ASSIGN_OR_RETURN(const size_t of, ParseType(*type));
      schema_.types_[at].fields.emplace_back(name->text(), of);
    }
    return Complete(at);
  }

  absl::StatusOr<size_t> ParseEnum(const json::Value& value) {
    BATON_ASSIGN_OR_RETURN(const size_t at, Define(value, Kind::kEnum));
    const json::Value* symbols = value.Find("symbols");
    if (symbols == nullptr || symbols->items().empty())
      return Broken("has an enum without symbols");
    for (const json::Value& symbol : symbols->items()) {
      schema_.types_[at].symbols.push_back(symbol.text());
    }
    return Complete(at);
  }

  absl::StatusOr<size_t> ParseFixed(const json::Value& value) {
    BATON_ASSIGN_OR_RETURN(const size_t at, Define(value, Kind::kFixed));
    const json::Value* size = value.Find("size");
    if (size == nullptr || !absl::SimpleAtoi(size->text(), &schema_.types_[at].size) ||
        schema_.types_[at].size > kMaxFixedSize) {
      return Broken("has a fixed type without a size, or with one that is too large");
    }
    return Complete(at);
  }

  absl::StatusOr<size_t> ParseItems(const json::Value& value, Kind kind, absl::string_view key) {
    const json::Value* items = value.Find(key);
    if (items == nullptr) return Broken(absl::StrCat("has a type without \"", key, "\""));
    BATON_ASSIGN_OR_RETURN(const size_t of, ParseType(*items));
    BATON_ASSIGN_OR_RETURN(const size_t at, Add(kind));
    schema_.types_[at].branches.push_back(of);
    return Complete(at);
  }

  absl::StatusOr<size_t> ParseUnion(const json::Value& value) {
    std::vector<size_t> branches;
    for (const json::Value& branch : value.items()) {
      BATON_ASSIGN_OR_RETURN(const size_t of, ParseType(branch));
      branches.push_back(of);
    }
    if (branches.empty()) return Broken("has a union without branches");
    BATON_ASSIGN_OR_RETURN(const size_t at, Add(Kind::kUnion));
    schema_.types_[at].branches = std::move(branches);
    return Complete(at);
  }

  AvroSchema schema_;
  std::map<std::string, size_t> names_;
};

absl::StatusOr<AvroSchema> AvroSchema::Parse(absl::string_view schema_json) {
  BATON_ASSIGN_OR_RETURN(const json::Value root, json::Parse(schema_json));
  return AvroSchemaParser().Parse(root);
}

}  // namespace baton::adapters
