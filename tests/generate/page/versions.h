/* What the fragments on versions and repeated requests use; their model is in operations/schema.prisma. */
#include "payment.h"

extern SgUuid id;
extern const PaymentUpdate change;
extern PaymentInsert row;
extern Payment payment;
extern SgStatus rc;
