/* What the fragments of docs/generated-code.md use of the trading platform, without saying where it comes from. */
#include "account.h"
#include "execution.h"
#include "order.h"
#include "position.h"

#include <stdlib.h>

extern SgPool *pool;
extern SgUuid id, account, account_id;
extern SgTimestamp since;
extern SgDate today;
extern SgDecimal price, quantity, amount, a, b;
extern const char *key;
extern Order order;
extern OrderList page;
extern OrderRefs refs;
extern Position p;
extern const SgUuid *ids;
extern size_t count;
extern SgStatus rc;
