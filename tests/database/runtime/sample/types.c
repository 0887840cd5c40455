#include "types.h"
#include "models.h"

static const char *const order_side_labels[] = {"BUY", "SELL"};
const SgEnum order_side_enum = {order_side_labels, 2};

const char *order_side_name(OrderSide value)
{
    return sg_enum_name(&order_side_enum, value);
}
