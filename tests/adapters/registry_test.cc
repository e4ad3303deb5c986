#include "adapters/registry.h"

#include <gtest/gtest.h>

namespace baton::adapters {
namespace {

TEST(Registry, EveryNameFindsItsAdapter) {
  ASSERT_FALSE(VendorNames().empty());
  for (const absl::string_view name : VendorNames()) {
    ASSERT_NE(FindAdapter(name), nullptr) << name;
    EXPECT_EQ(FindAdapter(name)->vendor(), name);
    EXPECT_EQ(FindAdapter(name)->default_mapping().vendor, name);
  }
  EXPECT_EQ(FindAdapter("Gainsight"), nullptr);
  EXPECT_EQ(FindAdapter(""), nullptr);
}

TEST(Registry, C18_EveryFormHasItsExporter) {
  for (int i = 1; i < v1::ExportFormat_ARRAYSIZE; ++i) {
    EXPECT_NE(FindExporter(static_cast<v1::ExportFormat>(i)), nullptr) << i;
  }
  EXPECT_EQ(FindExporter(v1::EXPORT_FORMAT_UNSPECIFIED), nullptr);
}

TEST(Registry, H15_EveryCrmHasItsWriter) {
  for (const char* crm : {"hubspot", "salesforce"}) {
    ASSERT_NE(FindCrmWriter(crm), nullptr) << crm;
    EXPECT_EQ(FindCrmWriter(crm)->vendor(), crm);
    EXPECT_NE(FindAdapter(crm), nullptr) << crm;
  }
  EXPECT_EQ(FindCrmWriter("gainsight"), nullptr);
}

}  // namespace
}  // namespace baton::adapters
