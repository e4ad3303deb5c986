// One field of a message as JSON text, in proto3's canonical JSON: what nested things look like in
// a column. Much quicker than protobuf's own conversion, and so for plain messages only.
#pragma once

#include <string>
#include <string_view>

#include "google/protobuf/message.h"

namespace baton::store {

// True for what the functions below take: scalars, enums, Timestamps, and messages and lists of
// them; no maps, no other message of google.protobuf, no message within itself.
bool IsPlainJson(const google::protobuf::FieldDescriptor* field);

// The field's value: an object, or an array for a repeated field. Empty when a submessage is absent
// or a repeated field has no element.
std::string FieldToJson(const google::protobuf::Message& message,
                        const google::protobuf::FieldDescriptor* field);

// Sets the field from such a text. False when the text is none. Unknown members are skipped.
bool FieldFromJson(std::string_view text, const google::protobuf::FieldDescriptor* field,
                   google::protobuf::Message* message);

}  // namespace baton::store
