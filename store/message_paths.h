// The submessages of a message that a table's columns reach into, found once for a whole row.
#pragma once

#include <vector>

#include "absl/container/inlined_vector.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace baton::store {

class MessagePaths {
 public:
  // Submessages by index; null where absent. Index 0 is the message itself.
  template <typename Message>
  using Found = absl::InlinedVector<Message*, 16>;

  explicit MessagePaths(const google::protobuf::Descriptor* message);

  // The index of the submessage in `field` of the submessage `parent`; the same again for the same.
  int Add(int parent, const google::protobuf::FieldDescriptor* field);

  // Of the message type there.
  const google::protobuf::Reflection* reflection(int index) const {
    return nodes_[static_cast<size_t>(index)].reflection;
  }

  // All submessages of a message.
  Found<const google::protobuf::Message> FindAll(const google::protobuf::Message& message) const;

  // A submessage to be written to, made where it is absent. `found` holds those made so far.
  google::protobuf::Message* Make(int index, Found<google::protobuf::Message>* found) const;

  // For Make: only the message itself is there.
  Found<google::protobuf::Message> MakeNone(google::protobuf::Message* message) const;

 private:
  struct Node {
    int parent;
    const google::protobuf::FieldDescriptor* field;  // in the parent
    const google::protobuf::Reflection* reflection;
  };

  std::vector<Node> nodes_;  // parents before their children
};

}  // namespace baton::store
