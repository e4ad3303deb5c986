#include "store/message_paths.h"

namespace baton::store {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::Reflection;

const Reflection* ReflectionOf(const Descriptor* type) {
  return MessageFactory::generated_factory()->GetPrototype(type)->GetReflection();
}

}  // namespace

MessagePaths::MessagePaths(const Descriptor* message) {
  nodes_.push_back({-1, nullptr, ReflectionOf(message)});
}

int MessagePaths::Add(int parent, const FieldDescriptor* field) {
  for (size_t i = 1; i < nodes_.size(); ++i) {
    if (nodes_[i].parent == parent && nodes_[i].field == field) return static_cast<int>(i);
  }
  nodes_.push_back({parent, field, ReflectionOf(field->message_type())});
  return static_cast<int>(nodes_.size()) - 1;
}

MessagePaths::Found<const Message> MessagePaths::FindAll(const Message& message) const {
  Found<const Message> found(nodes_.size(), nullptr);
  found[0] = &message;
  for (size_t i = 1; i < nodes_.size(); ++i) {
    const Node& node = nodes_[i];
    const Message* parent = found[static_cast<size_t>(node.parent)];
    if (parent == nullptr) continue;
    const Reflection* reflection_of_parent = reflection(node.parent);
    if (reflection_of_parent->HasField(*parent, node.field)) {
      found[i] = &reflection_of_parent->GetMessage(*parent, node.field);
    }
  }
  return found;
}

MessagePaths::Found<Message> MessagePaths::MakeNone(Message* message) const {
  Found<Message> found(nodes_.size(), nullptr);
  found[0] = message;
  return found;
}

Message* MessagePaths::Make(int index, Found<Message>* found) const {
  Message*& made = (*found)[static_cast<size_t>(index)];
  if (made == nullptr) {
    const Node& node = nodes_[static_cast<size_t>(index)];
    Message* parent = Make(node.parent, found);
    made = reflection(node.parent)->MutableMessage(parent, node.field);
  }
  return made;
}

}  // namespace baton::store
