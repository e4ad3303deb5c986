#include "adapters/record_path.h"

#include "absl/strings/strip.h"
#include "adapters/text.h"

namespace baton::adapters {
namespace {

using json::KeyCase;
using json::Value;

// "list[inner=word].rest" taken apart.
struct ItemPath {
  absl::string_view list;
  absl::string_view inner;
  absl::string_view word;
  absl::string_view rest;
};

// False for a path without an item, and for one that is written wrongly.
bool TakeApart(absl::string_view path, ItemPath* item) {
  const size_t open = path.find('[');
  const size_t equals = path.find('=', open);
  const size_t close = path.find(']', equals);
  if (open == 0 || close == absl::string_view::npos) return false;
  item->list = path.substr(0, open);
  item->inner = path.substr(open + 1, equals - open - 1);
  item->word = path.substr(equals + 1, close - equals - 1);
  item->rest = path.substr(close + 1);
  const bool rest_is_path = item->rest.empty() || absl::ConsumePrefix(&item->rest, ".");
  return rest_is_path && !item->inner.empty() && !item->word.empty();
}

// The word itself, or the text of the record at the path in braces.
absl::string_view WordOf(absl::string_view word, const Value& record, KeyCase key_case) {
  if (!absl::ConsumePrefix(&word, "{") || !absl::ConsumeSuffix(&word, "}")) return word;
  const Value* value = record.Lookup(word, key_case);
  return value == nullptr ? absl::string_view() : absl::string_view(value->text());
}

const Value* FindWithin(const Value& within, absl::string_view path, const Value& record,
                        KeyCase key_case) {
  if (const Value* found = within.Lookup(path, key_case)) return found;
  ItemPath item;
  if (!TakeApart(path, &item)) return nullptr;
  const Value* list = within.Lookup(item.list, key_case);
  const absl::string_view word = WordOf(item.word, record, key_case);
  if (list == nullptr || word.empty()) return nullptr;
  for (const Value& candidate : list->items()) {
    const Value* inner = candidate.Lookup(item.inner, key_case);
    if (inner == nullptr || !SameWord(inner->text(), word)) continue;
    const Value* found =
        item.rest.empty() ? &candidate : FindWithin(candidate, item.rest, record, key_case);
    if (found != nullptr) return found;
  }
  return nullptr;
}

}  // namespace

bool IsRecordPath(absl::string_view path) {
  if (path.empty()) return false;
  ItemPath item;
  // A bracket alone may be part of a key.
  while (path.find('=', path.find('[')) != absl::string_view::npos) {
    if (!TakeApart(path, &item)) return false;
    path = item.rest;
  }
  return true;
}

const Value* FindPath(const Value& record, absl::string_view path, KeyCase key_case) {
  return FindWithin(record, path, record, key_case);
}

}  // namespace baton::adapters
