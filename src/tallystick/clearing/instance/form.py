"""The form of the files: their names and their columns, as the contract has them."""

from typing import Final

PAYMENTS: Final = "payments.csv"
ACCOUNTS: Final = "accounts.csv"
LIMITS: Final = "limits.csv"
RATES: Final = "rates.csv"
SETTLED: Final = "settled.csv"
TIMES: Final = "times.csv"

# Who forgets the accounts would see nothing settle and not be told why; limits may be absent.
REQUIRED: Final = (PAYMENTS, ACCOUNTS, RATES)
FILES: Final = (PAYMENTS, ACCOUNTS, LIMITS, RATES)

PAYMENT_COLUMNS: Final = ("bundle_id", "debtor", "creditor", "currency", "amount", "priority")
ACCOUNT_COLUMNS: Final = ("participant", "currency", "available")
LIMIT_COLUMNS: Final = ("kind", "debtor", "creditor", "currency", "amount")
RATE_COLUMNS: Final = ("currency", "rate")
SETTLED_COLUMNS: Final = ("bundle_id",)
TIME_COLUMNS: Final = ("bundle_id", "second")

BILATERAL: Final = "bilateral"
MULTILATERAL: Final = "multilateral"
URGENT: Final = "0"
NORMAL: Final = "1"
