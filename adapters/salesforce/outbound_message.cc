#include <libxml/parser.h>
#include <libxml/tree.h>

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "adapters/adapter.h"
#include "adapters/salesforce/envelope.h"

namespace baton::adapters {
namespace {

using json::Value;

constexpr absl::string_view kSoap = "http://schemas.xmlsoap.org/soap/envelope/";
constexpr absl::string_view kOutbound = "http://soap.sforce.com/2005/09/outbound";
constexpr absl::string_view kInstance = "http://www.w3.org/2001/XMLSchema-instance";
// Salesforce sends at most this many in one message.
constexpr size_t kMaxNotifications = 100;
// Elements inside one another in a record.
constexpr int kMaxRecordDepth = 8;

absl::string_view View(const xmlChar* text) {
  return text != nullptr ? reinterpret_cast<const char*>(text) : "";
}

std::string Take(xmlChar* text) {
  std::string taken(View(text));
  if (text != nullptr) xmlFree(text);
  return taken;
}

bool Is(const xmlNode* node, absl::string_view space, absl::string_view name) {
  return node->ns != nullptr && View(node->ns->href) == space && View(node->name) == name;
}

// The first child element of that name, or nullptr.
xmlNode* Child(const xmlNode* node, absl::string_view space, absl::string_view name) {
  for (xmlNode* child = xmlFirstElementChild(const_cast<xmlNode*>(node)); child != nullptr;
       child = xmlNextElementSibling(child)) {
    if (Is(child, space, name)) return child;
  }
  return nullptr;
}

std::string InstanceAttribute(xmlNode* node, absl::string_view name) {
  return Take(xmlGetNsProp(node, reinterpret_cast<const xmlChar*>(std::string(name).c_str()),
                           reinterpret_cast<const xmlChar*>(kInstance.data())));
}

// An element as a value: its text, null where it is nil, or an object of its child elements.
Value ToValue(xmlNode* node, int depth) {
  const std::string nil = InstanceAttribute(node, "nil");
  if (nil == "true" || nil == "1") return Value();
  xmlNode* child = xmlFirstElementChild(node);
  if (child == nullptr || depth >= kMaxRecordDepth) {
    return Value::Text(Take(xmlNodeGetContent(node)));
  }
  Value::Object members;
  for (; child != nullptr; child = xmlNextElementSibling(child)) {
    members.emplace_back(View(child->name), ToValue(child, depth + 1));
  }
  return Value::ObjectOf(std::move(members));
}

void OpenNotification(const xmlNode* notification, const std::string& where, Envelope* envelope,
                      Faults* faults) {
  xmlNode* record = Child(notification, kOutbound, "sObject");
  if (record == nullptr) return faults->Add(where + "/sObject", "is missing");
  const std::string type = InstanceAttribute(record, "type");
  Arrival arrival;
  arrival.form = Arrival::Form::kMessage;
  arrival.where = where + "/sObject";
  arrival.entity = type.substr(type.rfind(':') + 1);
  if (arrival.entity.empty()) return faults->Add(arrival.where, "has no xsi:type");
  if (xmlNode* id = Child(notification, kOutbound, "Id")) {
    arrival.delivery_id = Take(xmlNodeGetContent(id));
  }
  arrival.fields = &envelope->owned.emplace_back(ToValue(record, 0));
  envelope->arrivals.push_back(std::move(arrival));
}

void OpenDocument(xmlDoc* document, Envelope* envelope, Faults* faults) {
  if (document->intSubset != nullptr) return faults->Add("payload", "has a document type");
  const xmlNode* node = xmlDocGetRootElement(document);
  if (node == nullptr || !Is(node, kSoap, "Envelope")) {
    return faults->Add("payload", "is no SOAP envelope");
  }
  node = Child(node, kSoap, "Body");
  if (node != nullptr) node = Child(node, kOutbound, "notifications");
  if (node == nullptr) return faults->Add("Envelope/Body/notifications", "is missing");
  size_t count = 0;
  for (xmlNode* child = xmlFirstElementChild(const_cast<xmlNode*>(node)); child != nullptr;
       child = xmlNextElementSibling(child)) {
    if (!Is(child, kOutbound, "Notification")) continue;
    if (++count > kMaxNotifications) {
      return faults->Add("notifications", absl::StrCat("holds more than ", kMaxNotifications));
    }
    OpenNotification(child, absl::StrCat("notifications/Notification[", count, "]"), envelope,
                     faults);
  }
  if (count == 0) faults->Add("notifications/Notification", "is missing");
}

}  // namespace

void OpenOutboundMessage(absl::string_view xml, Envelope* envelope, Faults* faults) {
  if (xml.size() > kMaxPayloadBytes) {
    return faults->Add("payload", absl::StrCat("is longer than ", kMaxPayloadBytes, " bytes"));
  }
  static const bool kInitialised = (xmlInitParser(), true);
  static_cast<void>(kInitialised);
  const std::unique_ptr<xmlParserCtxt, decltype(&xmlFreeParserCtxt)> context(xmlNewParserCtxt(),
                                                                             &xmlFreeParserCtxt);
  if (context == nullptr) return faults->Add("payload", "could not be parsed");
  constexpr int kOptions = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
  const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document(
      xmlCtxtReadMemory(context.get(), xml.data(), static_cast<int>(xml.size()), nullptr, nullptr,
                        kOptions),
      &xmlFreeDoc);
  if (document == nullptr) {
    return faults->Add("payload",
                       absl::StrCat("is no valid XML at line ", context->lastError.line));
  }
  OpenDocument(document.get(), envelope, faults);
}

}  // namespace baton::adapters
