#include "store/account_ledger.h"

#include <array>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/money.h"
#include "domain/status_macros.h"
#include "store/aliases.h"
#include "store/query.h"

namespace baton::store {
namespace {

constexpr std::string_view kAccounts = "accounts";
constexpr std::string_view kOpening = "opening";
constexpr std::string_view kBooking = "booking";

v1::Money MakeMoney(int64_t amount_minor, const std::string& currency_code) {
  v1::Money money;
  money.set_amount_minor(amount_minor);
  money.set_currency_code(currency_code);
  return money;
}

// Sums by a pair of texts, in their order.
using Sums = std::map<std::pair<std::string, std::string>, int64_t>;

absl::Status Add(std::string first, const std::string& second, int64_t delta_minor, Sums* sums) {
  int64_t& sum = (*sums)[{std::move(first), second}];
  BATON_ASSIGN_OR_RETURN(sum, domain::AddMinor(sum, delta_minor));
  return absl::OkStatus();
}

// By line, product, currency. Summed here: an account has few entries, and SQL would sort them.
// `sql` selects line, product, currency and delta.
absl::StatusOr<std::vector<OwnedProduct>> ReadProducts(Session& session, const Sql& sql,
                                                       const std::vector<Value>& values) {
  std::map<std::array<std::string, 3>, int64_t> sums;
  const auto rows = session.Query(sql, values);
  while (rows->Next()) {
    int64_t& sum = sums[{rows->Text(0), rows->Text(1), rows->Text(2)}];
    BATON_ASSIGN_OR_RETURN(sum, domain::AddMinor(sum, rows->Int(3)));
  }
  if (!rows->status().ok()) return rows->status();
  std::vector<OwnedProduct> products;
  for (const auto& [key, sum] : sums) {
    products.push_back({key[0], key[1], MakeMoney(sum, key[2])});
  }
  return products;
}

absl::StatusOr<int64_t> LastEntryNo(Session& session, std::string_view tenant,
                                    std::string_view account_id, int64_t effective_us) {
  static const Sql& sql = *new Sql{
      "SELECT max(entry_no) FROM account_arr_ledger "
      "WHERE tenant = :p1 AND account_id = :p2 AND effective_time_us = :p3",
      "i"};
  const auto rows = session.Query(sql, {tenant, account_id, effective_us});
  const int64_t last = rows->Next() ? rows->Int(0) : 0;
  if (!rows->status().ok()) return rows->status();
  return last;
}

absl::StatusOr<Owned> SumUp(std::vector<OwnedProduct> products) {
  Sums lines;
  Sums totals;
  Owned owned;
  for (OwnedProduct& product : products) {
    const std::string& currency = product.arr.currency_code();
    const int64_t amount = product.arr.amount_minor();
    BATON_RETURN_IF_ERROR(Add(product.product_line, currency, amount, &lines));
    BATON_RETURN_IF_ERROR(Add(currency, currency, amount, &totals));
    if (amount != 0) owned.products.push_back(std::move(product));
  }
  for (const auto& [key, amount] : lines) {
    if (amount <= 0) continue;
    v1::OwnedProductLine& line = owned.lines.emplace_back();
    line.set_product_line(key.first);
    *line.mutable_arr() = MakeMoney(amount, key.second);
  }
  for (const auto& [key, amount] : totals) owned.totals.push_back(MakeMoney(amount, key.second));
  return owned;
}

}  // namespace

absl::StatusOr<Owned> OwnedLines(Session& session, std::string_view tenant,
                                 std::string_view account, absl::Time before) {
  static const Sql& sql =
      *new Sql{absl::StrCat("SELECT product_line, product, currency_code, delta_minor "
                            "FROM account_arr_ledger WHERE tenant = :p1 AND account_id IN ",
                            AccountAliases().AllIds(":p1", ":p2"), " AND effective_time_us < :p3"),
               "ttti"};
  BATON_ASSIGN_OR_RETURN(
      std::vector<OwnedProduct> products,
      ReadProducts(session, sql,
                   {tenant, IdOf(account, tenant, kAccounts), absl::ToUnixMicros(before)}));
  return SumUp(std::move(products));
}

absl::StatusOr<Owned> OwnedBefore(Session& session, std::string_view tenant,
                                  std::string_view account, absl::Time booked,
                                  std::string_view booking) {
  static const Sql& sql = *new Sql{
      absl::StrCat(
          "SELECT product_line, product, currency_code, delta_minor FROM account_arr_ledger "
          "WHERE tenant = :p1 AND account_id IN ",
          AccountAliases().AllIds(":p1", ":p2"),
          " AND effective_time_us <= :p3 AND (booking_id IS NULL OR booking_id <> :p4) "
          "AND (effective_time_us < :p3 OR account_id <> :p2 OR entry_no < coalesce("
          "(SELECT min(entry_no) FROM account_arr_ledger WHERE tenant = :p1 AND account_id = :p2 "
          "AND effective_time_us = :p3 AND booking_id = :p4), entry_no + 1))"),
      "ttti"};
  BATON_ASSIGN_OR_RETURN(
      std::vector<OwnedProduct> products,
      ReadProducts(session, sql,
                   {tenant, IdOf(account, tenant, kAccounts), absl::ToUnixMicros(booked),
                    IdOf(booking, tenant, "bookings")}));
  return SumUp(std::move(products));
}

absl::Status LoadOpeningLines(Session& session, std::string_view tenant, std::string_view account,
                              google::protobuf::RepeatedPtrField<v1::OwnedProductLine>* lines) {
  static const Sql& sql = *new Sql{
      "SELECT product_line, delta_minor, currency_code FROM account_arr_ledger "
      "WHERE tenant = :p1 AND account_id = :p2 AND kind = 'opening' "
      "ORDER BY effective_time_us, entry_no",
      "tit"};
  const auto rows = session.Query(sql, {tenant, IdOf(account, tenant, kAccounts)});
  while (rows->Next()) {
    v1::OwnedProductLine* line = lines->Add();
    line->set_product_line(rows->Text(0));
    *line->mutable_arr() = MakeMoney(rows->Int(1), rows->Text(2));
  }
  return rows->status();
}

absl::Status AddLedgerEntries(Transaction& tx, std::string_view account,
                              const std::vector<LedgerEntry>& entries) {
  static const Sql& sql = *new Sql{
      "INSERT INTO account_arr_ledger (tenant, account_id, effective_time_us, entry_no, kind, "
      "booking_id, product, product_line, delta_minor, currency_code) "
      "VALUES (:p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, :p9, :p10)",
      ""};
  const std::string_view account_id = IdOf(account, tx.tenant(), kAccounts);
  for (const LedgerEntry& entry : entries) {
    const int64_t effective_us = absl::ToUnixMicros(entry.effective_time);
    BATON_ASSIGN_OR_RETURN(const int64_t last,
                           LastEntryNo(tx.session(), tx.tenant(), account_id, effective_us));
    const bool opening = entry.booking.empty();
    const Value booking = opening ? Value() : Value(IdOf(entry.booking, tx.tenant(), "bookings"));
    BATON_RETURN_IF_ERROR(
        tx.session()
            .Run(sql, {tx.tenant(), account_id, effective_us, last + 1,
                       opening ? kOpening : kBooking, booking, entry.product, entry.product_line,
                       entry.delta_minor, entry.currency_code})
            .status());
  }
  return absl::OkStatus();
}

}  // namespace baton::store
