/* Addresses: the system's own parser and printer for the bytes, the prefix length here. */
#include "sg/identity.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

/* "/24" behind the address; false when it is malformed. */
static bool parse_prefix(const char *text, int most, uint8_t *out)
{
    int value = 0;
    if (*text == '\0') {
        *out = (uint8_t)most;
        return true;
    }
    if (*text != '/' || text[1] == '\0' || strlen(text) > 4) return false;
    for (text++; *text != '\0'; text++) {
        if (*text < '0' || *text > '9') return false;
        value = value * 10 + (*text - '0');
    }
    if (value > most) return false;
    *out = (uint8_t)value;
    return true;
}

SgStatus sg_inet_parse(const char *text, SgInet *out)
{
    char address[INET6_ADDRSTRLEN];
    const char *slash = strchr(text, '/');
    size_t size = slash == NULL ? strlen(text) : (size_t)(slash - text);
    if (size >= sizeof address) return SG_INVALID;
    memcpy(address, text, size);
    address[size] = '\0';

    SgInet value = {.family = strchr(address, ':') == NULL ? 4 : 6};
    if (inet_pton(value.family == 4 ? AF_INET : AF_INET6, address, value.bytes) != 1) return SG_INVALID;
    if (!parse_prefix(text + size, value.family == 4 ? 32 : 128, &value.prefix)) return SG_INVALID;
    *out = value;
    return SG_OK;
}

char *sg_inet_format(SgInet value, char buffer[SG_INET_TEXT])
{
    int most = value.family == 4 ? 32 : 128;
    buffer[0] = '\0';
    if (value.family != 4 && value.family != 6) return buffer;
    inet_ntop(value.family == 4 ? AF_INET : AF_INET6, value.bytes, buffer, INET6_ADDRSTRLEN);
    if (value.prefix < most) {
        size_t size = strlen(buffer);
        snprintf(buffer + size, SG_INET_TEXT - size, "/%u", value.prefix);
    }
    return buffer;
}
