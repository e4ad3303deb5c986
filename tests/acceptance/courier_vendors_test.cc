#include "tests/acceptance/courier_company.h"
