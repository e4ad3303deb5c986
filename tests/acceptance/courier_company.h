// A company whose systems are fake vendors: connections, deliveries, and what became of them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/acceptance/company.h"
#include "tests/acceptance/fake_vendor.h"

namespace baton::testing {

class CourierCompany : public Company {
 protected:
  CourierCompany() { config().courier_allow_private = true; }

  using Settings = std::vector<std::pair<std::string, std::string>>;
  // Makes a connection; answers it and its webhook secret.
  v1::CreateConnectionResponse Connect(const std::string& vendor, const std::string& base_url,
                                       const Settings& settings = {},
                                       const v1::ConnectionCredentials& credentials = {});
  using Company::Look;
  v1::Connection Look(const v1::Connection& connection);
  static v1::ConnectionCredentials Key(const std::string& api_key);

  // An event for the webhook connection, straight into the outbox. `record` is an id.
  std::string AddEvent(const v1::Connection& connection, const std::string& id,
                       const std::string& record = "r1");
  v1::Delivery DeliveryOf(const std::string& name);
  v1::Delivery Retry(const std::string& name);
  // The only delivery of that kind about the record.
  v1::Delivery OnlyOne(const std::string& record, v1::DeliveryKind kind);

  // Sends what is due and waits; answers how many were begun.
  int Drain();
  // The same after the clock has moved to when the delivery is tried next.
  int DrainAtNextTry(const std::string& name);

  // Gives a person a mail address, and an id in a system.
  void Reach(const std::string& person, const std::string& system = "",
             const std::string& record_id = "");
};

}  // namespace baton::testing
