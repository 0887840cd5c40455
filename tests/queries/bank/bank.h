/* bank.h - the bank's database with three accounts, for a cmocka group: pass bank_open and bank_close. */
#ifndef TESTS_BANK_H
#define TESTS_BANK_H

#include <sg/sg.h>

int bank_open(void **state);
int bank_close(void **state);

SgSession *bank_session(void **state);

#endif
