#include "adapters/salesforce/envelope.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "adapters/salesforce/change_event.h"

namespace baton::adapters {
namespace {

using json::Value;

std::string Dotted(const std::string& where) { return where.empty() ? "" : where + "."; }

void OpenRecord(const Value& record, const std::string& where, Envelope* envelope, Faults* faults) {
  const Value* type = record.Lookup("attributes.type");
  if (type == nullptr || type->text().empty()) {
    return faults->Add(Dotted(where) + "attributes.type", "is missing");
  }
  Arrival arrival;
  arrival.form = Arrival::Form::kRecord;
  arrival.where = where;
  arrival.entity = type->text();
  arrival.fields = &record;
  envelope->arrivals.push_back(std::move(arrival));
}

// An error that Salesforce answered with, by its code. Its text may quote a record.
void AddAnswerFault(const Value& code, const std::string& where, Faults* faults) {
  faults->Add(where.empty() ? "payload" : where,
              absl::StrCat("is an answer with the error ", Excerpt(code.text())));
}

void OpenObject(const Value& object, const std::string& where, bool nested, Envelope* envelope,
                Faults* faults);

void OpenResponses(const Value& responses, const std::string& where, Envelope* envelope,
                   Faults* faults) {
  for (size_t i = 0; i < responses.items().size(); ++i) {
    const std::string at = absl::StrCat(where, "[", i, "].body");
    const Value* body = responses.items()[i].Find("body");
    if (body == nullptr) {
      faults->Add(at, "is missing");
    } else {
      OpenObject(*body, at, true, envelope, faults);
    }
  }
}

// One element of a list: a CometD message, a record, or an error.
void OpenItem(const Value& item, const std::string& where, Envelope* envelope, Faults* faults) {
  if (item.Find("channel") != nullptr) {
    OpenCometdMessage(item, Dotted(where), envelope, faults);
  } else if (const Value* code = item.Find("errorCode")) {
    AddAnswerFault(*code, where, faults);
  } else {
    OpenRecord(item, where, envelope, faults);
  }
}

void OpenList(const Value& list, const std::string& where, Envelope* envelope, Faults* faults) {
  for (size_t i = 0; i < list.items().size(); ++i) {
    OpenItem(list.items()[i], absl::StrCat(where, "[", i, "]"), envelope, faults);
  }
}

// `nested` is the body of one of several answers, which holds no further ones.
void OpenObject(const Value& object, const std::string& where, bool nested, Envelope* envelope,
                Faults* faults) {
  const Value* records = object.Find("records");
  const Value* error = object.Find("error");
  const Value* responses = object.Find("responses");
  if (object.is_list()) {
    OpenList(object, where, envelope, faults);
  } else if (object.Find("fetch_response") != nullptr) {
    OpenFetchResponse(object, Dotted(where), envelope, faults);
  } else if (records != nullptr && records->is_list()) {
    OpenList(*records, Dotted(where) + "records", envelope, faults);
  } else if (responses != nullptr && !nested) {
    OpenResponses(*responses, Dotted(where) + "responses", envelope, faults);
  } else if (error != nullptr && object.Find("attributes") == nullptr) {
    AddAnswerFault(*error, where, faults);
  } else if (object.Find("channel") != nullptr || object.Find("attributes") != nullptr) {
    OpenItem(object, where, envelope, faults);
  } else {
    faults->Add(where.empty() ? "payload" : where,
                "is no change event, record, query answer or outbound message of Salesforce");
  }
}

}  // namespace

void OpenJson(const Value& root, Envelope* envelope, Faults* faults) {
  OpenObject(root, "", false, envelope, faults);
}

}  // namespace baton::adapters
