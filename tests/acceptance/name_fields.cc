#include "tests/acceptance/name_fields.h"

#include <algorithm>
#include <fstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace baton::testing {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kDeepest = 6;  // messages in messages

bool IsOurs(const FieldDescriptor& field) {
  return field.type() == FieldDescriptor::TYPE_MESSAGE && !field.is_map() &&
         absl::StartsWith(field.message_type()->full_name(), "baton.");
}

}  // namespace

std::string TextOf(const FieldPath& path) {
  std::string text;
  for (const FieldDescriptor* field : path) {
    absl::StrAppend(&text, text.empty() ? "" : ".", field->name());
  }
  return text;
}

void Fill(const FieldPath& path, const std::string& text, Message* message) {
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    const auto* reflection = message->GetReflection();
    if (!path[i]->is_repeated()) {
      message = reflection->MutableMessage(message, path[i]);
    } else if (reflection->FieldSize(*message, path[i]) == 0) {
      message = reflection->AddMessage(message, path[i]);
    } else {
      message = reflection->MutableRepeatedMessage(message, path[i], 0);
    }
  }
  const auto* reflection = message->GetReflection();
  if (!path.back()->is_repeated()) {
    reflection->SetString(message, path.back(), text);
  } else if (reflection->FieldSize(*message, path.back()) == 0) {
    reflection->AddString(message, path.back(), text);
  } else {
    reflection->SetRepeatedString(message, path.back(), 0, text);
  }
}

NameFields::NameFields() {
  for (const auto& entry : std::filesystem::directory_iterator(BATON_PROTO_DIR "/baton/v1")) {
    if (entry.path().extension() == ".proto") Read(entry.path());
  }
}

std::vector<FieldPath> NameFields::Of(const Descriptor& request) const {
  std::vector<FieldPath> found;
  FieldPath path;
  Walk(request, &path, &found);
  return found;
}

std::string NameFields::Pattern(const FieldDescriptor& field) const {
  const auto found = patterns_.find(field.full_name());
  return found == patterns_.end() ? std::string() : found->second;
}

std::map<std::string, std::string> NameFields::Filters(const Descriptor& request) const {
  std::map<std::string, std::string> filters;
  const auto comment = filters_.find(request.full_name() + ".filter");
  if (comment == filters_.end()) return filters;
  for (const absl::string_view word : absl::StrSplit(comment->second, absl::ByAnyChar(" ,.:"))) {
    // The pattern that a field of this name has in a record.
    for (const auto& [field, pattern] : patterns_) {
      if (absl::EndsWith(field, absl::StrCat(".", word)) && word != "record" && word != "state") {
        filters[std::string(word)] = pattern;
      }
    }
  }
  return filters;
}

std::vector<std::string> NameFields::Unmarked(const Message& message,
                                              const std::string& tenant) const {
  std::vector<std::string> unmarked;
  std::vector<const FieldDescriptor*> set;
  const auto* reflection = message.GetReflection();
  reflection->ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    const int size = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < size && !field->is_map(); ++i) {
      if (IsOurs(*field)) {
        const Message& child = field->is_repeated()
                                   ? reflection->GetRepeatedMessage(message, field, i)
                                   : reflection->GetMessage(message, field);
        const auto below = Unmarked(child, tenant);
        unmarked.insert(unmarked.end(), below.begin(), below.end());
      } else if (field->type() == FieldDescriptor::TYPE_STRING && Pattern(*field).empty()) {
        const std::string text = field->is_repeated()
                                     ? reflection->GetRepeatedString(message, field, i)
                                     : reflection->GetString(message, field);
        if (absl::StartsWith(text, tenant)) unmarked.push_back(field->full_name());
      }
    }
  }
  return unmarked;
}

// Messages stand at the outermost level, each field on a line of its own below its comment.
void NameFields::Read(const std::filesystem::path& file) {
  std::ifstream lines(file);
  std::string message;
  std::string comment;
  for (std::string line; std::getline(lines, line);) {
    const std::string text(absl::StripAsciiWhitespace(line));
    const std::vector<std::string> words = absl::StrSplit(text, ' ', absl::SkipEmpty());
    if (words.size() > 1 && words[0] == "message") message = "baton.v1." + words[1];
    if (absl::StartsWith(text, "//")) {
      absl::StrAppend(&comment, absl::StripPrefix(text, "//"));
      continue;
    }
    const size_t name =
        words.size() > 1 && (words[0] == "repeated" || words[0] == "optional") ? 2 : 1;
    if (words.size() > name && words[name - 1] == "string") {
      Keep(message + "." + words[name], comment);
    }
    comment.clear();
  }
}

void NameFields::Keep(const std::string& field, const std::string& comment) {
  if (absl::EndsWith(field, ".filter")) filters_[field] = comment;
  const size_t begin = comment.find("tenants/{tenant}");
  if (begin == std::string::npos || absl::StrContains(comment, "Output only")) return;
  patterns_[field] = comment.substr(begin, comment.find_first_of(" .;,:)", begin) - begin);
}

void NameFields::Walk(const Descriptor& message, FieldPath* path,
                      std::vector<FieldPath>* found) const {
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor* field = message.field(i);
    path->push_back(field);
    if (!Pattern(*field).empty()) {
      found->push_back(*path);
    } else if (IsOurs(*field) && path->size() < kDeepest) {
      Walk(*field->message_type(), path, found);
    }
    path->pop_back();
  }
}

}  // namespace baton::testing
