// mapping show | set | reset | test.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "baton/v1/integration_service.grpc.pb.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "tools/cli/commands.h"
#include "tools/cli/enum_text.h"
#include "tools/cli/errors.h"
#include "tools/cli/file_io.h"
#include "tools/cli/option.h"
#include "tools/cli/render.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

using Integration = v1::IntegrationService::Stub;

constexpr char kWhat[] = "A vendor, or a connection that has a mapping of its own";

struct NameFlags {
  std::string name;
};

void DeclareName(Options& options, NameFlags& flags) {
  options.Add("VENDOR", flags.name, kWhat).Required();
}

// The mapping itself on standard output, so that it can be kept in a file.
absl::Status RunShow(const NameFlags& flags, Session& session) {
  v1::GetMappingRequest request;
  request.set_name(session.Name("mappings", flags.name));
  return session.Show(session.Call(&Integration::GetMapping, request), [&](const auto& response) {
    const v1::Mapping& mapping = response.mapping();
    session.notes() << (mapping.is_default()
                            ? absl::StrCat("the mapping that ships for ", mapping.vendor())
                            : absl::StrCat(ShortName(mapping.name()), ", set by ",
                                           ShortName(mapping.setter()), " on ",
                                           TimeText(mapping.update_time())))
                    << "\n";
    return mapping.content();
  });
}

struct SetFlags {
  std::string name;
  std::string file;
};

void DeclareSet(Options& options, SetFlags& flags) {
  options.Add("VENDOR", flags.name, kWhat).Required();
  options.Add("FILE", flags.file, "The mapping, JSON; - is standard input").Required();
}

absl::Status Set(const std::string& name, const std::string& content, Session& session) {
  v1::SetMappingRequest request;
  request.mutable_mapping()->set_name(session.Name("mappings", name));
  request.mutable_mapping()->set_content(content);
  return session.Show(session.Call(&Integration::SetMapping, request), [&](const auto& response) {
    const v1::Mapping& mapping = response.mapping();
    if (mapping.is_default()) {
      return absl::StrCat("payloads of ", ShortName(mapping.name()),
                          " are read with the mapping that ships\n");
    }
    return absl::StrCat("payloads of ", ShortName(mapping.name()),
                        " are read with it from now on; try dead letters again with\n"
                        "    baton deadletter retry --all\n");
  });
}

absl::Status RunSet(const SetFlags& flags, Session& session) {
  BATON_ASSIGN_OR_RETURN(const std::string content, ReadFile(flags.file));
  if (content.empty()) return UsageError(absl::StrCat(flags.file, " is empty"));
  return Set(flags.name, content, session);
}

absl::Status RunReset(const NameFlags& flags, Session& session) {
  return Set(flags.name, "", session);
}

struct TestFlags {
  std::string file;
  std::string payload;
  std::string name;
};

void DeclareTest(Options& options, TestFlags& flags) {
  options.Add("FILE", flags.file, "The mapping to try; 'used' is the one in use").Required();
  options.Add("PAYLOAD", flags.payload, "A payload as the vendor sent it; - is standard input")
      .Required();
  options.Add("--for", flags.name, absl::StrCat(kWhat, "; default what the mapping names"));
}

// The vendor that a mapping names.
absl::StatusOr<std::string> VendorIn(const std::string& content) {
  google::protobuf::Struct mapping;
  if (google::protobuf::util::JsonStringToMessage(content, &mapping).ok()) {
    const auto vendor = mapping.fields().find("vendor");
    if (vendor != mapping.fields().end()) return vendor->second.string_value();
  }
  return UsageError("the mapping names no vendor; say --for VENDOR");
}

std::string PathsText(const v1::TracedField& field) {
  return absl::StrJoin(field.paths(), "\n", [](std::string* out, const v1::TracedPath& path) {
    absl::StrAppend(out, path.path());
    if (!path.value().empty()) absl::StrAppend(out, " = ", path.value());
    if (!path.passed_over().empty()) absl::StrAppend(out, ": ", path.passed_over());
  });
}

std::string TraceText(const v1::TestMappingResponse& response, const View& view) {
  Table table({{"RECORD"}, {"FIELD"}, {"VALUE", Column::kShrink}});
  for (const v1::TracedField& field : response.fields()) {
    const bool empty = field.value().empty();
    table.AddRow({field.record().empty() ? "payload" : field.record(), field.field(),
                  empty ? absl::StrCat("empty: ", field.empty_because()) : field.value()});
    table.AddNote(PathsText(field));
  }
  std::string text =
      table.empty() ? "no record of the mapping is in the payload\n" : table.Render(view.terminal);
  if (!response.faults().empty()) {
    return absl::StrCat(text, "\nThe payload is refused:\n  ",
                        absl::StrJoin(response.faults(), "\n  "), "\n");
  }
  absl::StrAppend(&text, "\n", response.facts_size(),
                  response.facts_size() == 1 ? " fact" : " facts");
  for (const v1::Fact& fact : response.facts()) {
    absl::StrAppend(&text, "\n  ", EnumText(fact.kind()), " ", fact.external_id());
  }
  return text + "\n";
}

absl::Status RunTest(const TestFlags& flags, Session& session) {
  v1::TestMappingRequest request;
  std::string name = flags.name;
  if (flags.file == "used") {
    if (name.empty()) return UsageError("say --for VENDOR with the mapping in use");
  } else {
    BATON_ASSIGN_OR_RETURN(*request.mutable_content(), ReadFile(flags.file));
    if (name.empty()) {
      BATON_ASSIGN_OR_RETURN(name, VendorIn(request.content()));
    }
  }
  BATON_ASSIGN_OR_RETURN(*request.mutable_payload(), ReadFile(flags.payload));
  request.set_name(session.Name("mappings", name));
  return session.Show(session.Call(&Integration::TestMapping, request),
                      [&](const auto& response) { return TraceText(response, session.view()); });
}

}  // namespace

void AddMappingCommands(const CommandGroup& root) {
  const CommandGroup mapping =
      root.AddGroup("mapping", "Which path of a vendor's payload feeds which field");
  mapping.Add("show", "Print the mapping in use", "baton mapping show gainsight > gainsight.json",
              DeclareName, RunShow);
  mapping.Add("set", "Read payloads of a vendor or connection with a mapping of your own",
              "baton mapping set gainsight gainsight.json", DeclareSet, RunSet);
  mapping.Add("reset", "Go back to the mapping that ships", "baton mapping reset gainsight",
              DeclareName, RunReset);
  mapping.Add("test", "Show what each path of a payload gives, and why a field stays empty",
              "baton mapping test gainsight.json cta.json", DeclareTest, RunTest);
}

}  // namespace baton::cli
