/*
 * Names that are somebody else's.
 *
 * MEMBERS: keywords of C (to C23) and C++ (to C++20), lower-case macros of the system's headers, and the types that
 * generated declarations use.  PARAMETERS: variables of the system's headers, which a parameter would shadow.  GLOBALS:
 * what the headers of C, POSIX and libpq that programs usually include declare with the shapes that generated names
 * have.  FILES: headers of the system: `-I generated` must not hide <time.h>.
 */
#include "name_scope.h"

/* clang-format off */
static const char *const MEMBERS[] = {
    "alignas", "alignof", "and", "and_eq", "asm", "auto", "bitand", "bitor", "bool", "break", "case", "catch",
    "char", "char16_t", "char32_t", "char8_t", "class", "co_await", "co_return", "co_yield", "compl", "complex",
    "concept", "const", "const_cast", "consteval", "constexpr", "constinit", "continue", "d_fileno", "decltype",
    "default", "delete", "do", "double", "dynamic_cast", "else", "enum", "errno", "explicit", "export",
    "extern", "false", "float", "for", "fortran", "friend", "goto", "h_addr", "h_errno", "i386", "if",
    "imaginary", "import", "inline", "int", "int16_t", "int32_t", "int64_t", "int8_t", "intmax_t", "intptr_t",
    "linux", "long", "math_errhandling", "module", "mutable", "namespace", "new", "noexcept", "noreturn", "not",
    "not_eq", "nullptr", "operator", "or", "or_eq", "private", "protected", "ptrdiff_t", "public", "register",
    "reinterpret_cast", "requires", "restrict", "return", "s6_addr", "s_addr", "sa_handler", "sa_sigaction",
    "short", "si_addr", "si_band", "si_fd", "si_int", "si_overrun", "si_pid", "si_ptr", "si_status", "si_stime",
    "si_timerid", "si_uid", "si_utime", "si_value", "signed", "size_t", "sizeof", "ssize_t", "st_atime",
    "st_ctime", "st_mtime", "static", "static_assert", "static_cast", "stderr", "stdin", "stdout", "struct",
    "switch", "template", "this", "thread_local", "throw", "true", "try", "typedef", "typeid", "typename",
    "typeof", "typeof_unqual", "uint16_t", "uint32_t", "uint64_t", "uint8_t", "uintmax_t", "uintptr_t", "union",
    "unix", "unsigned", "using", "virtual", "void", "volatile", "wchar_t", "while", "xor", "xor_eq",
};
/* clang-format on */

/* clang-format off */
static const char *const PARAMETERS[] = {
    "daylight", "environ", "getdate_err", "optarg", "opterr", "optind", "optopt", "program_invocation_name",
    "signgam", "timezone", "tzname",
};
/* clang-format on */

/* clang-format off */
static const char *const GLOBALS[] = {
    "ABDAY_1", "ABDAY_2", "ABDAY_3", "ABDAY_4", "ABDAY_5", "ABDAY_6", "ABDAY_7", "ABMON_1", "ABMON_10",
    "ABMON_11", "ABMON_12", "ABMON_2", "ABMON_3", "ABMON_4", "ABMON_5", "ABMON_6", "ABMON_7", "ABMON_8",
    "ABMON_9", "ACCESSPERMS", "ACTION", "AIO_PRIO_DELTA_MAX", "ALLPERMS", "ALT_DIGITS", "AM_STR", "AT_EACCESS",
    "AT_FDCWD", "AT_REMOVEDIR", "AT_SYMLINK_FOLLOW", "AT_SYMLINK_NOFOLLOW", "BC_BASE_MAX", "BC_DIM_MAX",
    "BC_SCALE_MAX", "BC_STRING_MAX", "BIG_ENDIAN", "BOOL", "BUFSIZ", "BUS_ADRALN", "BUS_ADRERR",
    "BUS_MCEERR_AO", "BUS_MCEERR_AR", "BUS_OBJERR", "BYTE_ORDER", "CHARCLASS_NAME_MAX", "CHAR_BIT", "CHAR_MAX",
    "CHAR_MIN", "CLD_CONTINUED", "CLD_DUMPED", "CLD_EXITED", "CLD_KILLED", "CLD_STOPPED", "CLD_TRAPPED",
    "CLOCKS_PER_SEC", "CLOCK_BOOTTIME", "CLOCK_BOOTTIME_ALARM", "CLOCK_MONOTONIC", "CLOCK_MONOTONIC_COARSE",
    "CLOCK_MONOTONIC_RAW", "CLOCK_PROCESS_CPUTIME_ID", "CLOCK_REALTIME", "CLOCK_REALTIME_ALARM",
    "CLOCK_REALTIME_COARSE", "CLOCK_TAI", "CLOCK_THREAD_CPUTIME_ID", "CMPLX", "CMPLXF", "CMPLXL", "CODESET",
    "COLL_WEIGHTS_MAX", "CONNECTION_AUTH_OK", "CONNECTION_AWAITING_RESPONSE", "CONNECTION_BAD",
    "CONNECTION_CHECK_STANDBY", "CONNECTION_CHECK_TARGET", "CONNECTION_CHECK_WRITABLE", "CONNECTION_CONSUME",
    "CONNECTION_GSS_STARTUP", "CONNECTION_MADE", "CONNECTION_NEEDED", "CONNECTION_OK", "CONNECTION_SETENV",
    "CONNECTION_SSL_STARTUP", "CONNECTION_STARTED", "ConnStatusType", "DAY_1", "DAY_2", "DAY_3", "DAY_4",
    "DAY_5", "DAY_6", "DAY_7", "DEFFILEMODE", "DELAYTIMER_MAX", "DIR", "DT_BLK", "DT_CHR", "DT_DIR", "DT_FIFO",
    "DT_LNK", "DT_REG", "DT_SOCK", "DT_UNKNOWN", "DT_WHT", "D_FMT", "D_T_FMT", "E2BIG", "EACCES", "EADDRINUSE",
    "EADDRNOTAVAIL", "EADV", "EAFNOSUPPORT", "EAGAIN", "EALREADY", "EBADE", "EBADF", "EBADFD", "EBADMSG",
    "EBADR", "EBADRQC", "EBADSLT", "EBFONT", "EBUSY", "ECANCELED", "ECHILD", "ECHRNG", "ECOMM", "ECONNABORTED",
    "ECONNREFUSED", "ECONNRESET", "EDEADLK", "EDEADLOCK", "EDESTADDRREQ", "EDOM", "EDOTDOT", "EDQUOT", "EEXIST",
    "EFAULT", "EFBIG", "EHOSTDOWN", "EHOSTUNREACH", "EHWPOISON", "EIDRM", "EILSEQ", "EINPROGRESS", "EINTR",
    "EINVAL", "EIO", "EISCONN", "EISDIR", "EISNAM", "EKEYEXPIRED", "EKEYREJECTED", "EKEYREVOKED", "EL2HLT",
    "EL2NSYNC", "EL3HLT", "EL3RST", "ELIBACC", "ELIBBAD", "ELIBEXEC", "ELIBMAX", "ELIBSCN", "ELNRNG", "ELOOP",
    "EMEDIUMTYPE", "EMFILE", "EMLINK", "EMSGSIZE", "EMULTIHOP", "ENAMETOOLONG", "ENAVAIL", "ENETDOWN",
    "ENETRESET", "ENETUNREACH", "ENFILE", "ENOANO", "ENOBUFS", "ENOCSI", "ENODATA", "ENODEV", "ENOENT",
    "ENOEXEC", "ENOKEY", "ENOLCK", "ENOLINK", "ENOMEDIUM", "ENOMEM", "ENOMSG", "ENONET", "ENOPKG",
    "ENOPROTOOPT", "ENOSPC", "ENOSR", "ENOSTR", "ENOSYS", "ENOTBLK", "ENOTCONN", "ENOTDIR", "ENOTEMPTY",
    "ENOTNAM", "ENOTRECOVERABLE", "ENOTSOCK", "ENOTSUP", "ENOTTY", "ENOTUNIQ", "ENXIO", "EOF", "EOPNOTSUPP",
    "EOVERFLOW", "EOWNERDEAD", "EPERM", "EPFNOSUPPORT", "EPIPE", "EPROTO", "EPROTONOSUPPORT", "EPROTOTYPE",
    "ERANGE", "ERA_D_FMT", "ERA_D_T_FMT", "ERA_T_FMT", "EREMCHG", "EREMOTE", "EREMOTEIO", "ERESTART", "ERFKILL",
    "EROFS", "ESHUTDOWN", "ESOCKTNOSUPPORT", "ESPIPE", "ESRCH", "ESRMNT", "ESTALE", "ESTRPIPE", "ETIME",
    "ETIMEDOUT", "ETOOMANYREFS", "ETXTBSY", "EUCLEAN", "EUNATCH", "EUSERS", "EWOULDBLOCK", "EXDEV", "EXFULL",
    "EXIT_FAILURE", "EXIT_SUCCESS", "EXPR_NEST_MAX", "ExecStatusType", "FALSE", "FAPPEND", "FASYNC",
    "FD_CLOEXEC", "FD_CLR", "FD_ISSET", "FD_SET", "FD_SETSIZE", "FD_ZERO", "FFSYNC", "FILE", "FILENAME_MAX",
    "FIND", "FNDELAY", "FNONBLOCK", "FOPEN_MAX", "FPE_CONDTRAP", "FPE_FLTDIV", "FPE_FLTINV", "FPE_FLTOVF",
    "FPE_FLTRES", "FPE_FLTSUB", "FPE_FLTUND", "FPE_FLTUNK", "FPE_INTDIV", "FPE_INTOVF", "FP_ILOGB0",
    "FP_ILOGBNAN", "FP_INFINITE", "FP_NAN", "FP_NORMAL", "FP_SUBNORMAL", "FP_XSTATE_MAGIC1", "FP_XSTATE_MAGIC2",
    "FP_XSTATE_MAGIC2_SIZE", "FP_ZERO", "F_DUPFD", "F_DUPFD_CLOEXEC", "F_EXLCK", "F_GETFD", "F_GETFL",
    "F_GETLK", "F_GETLK64", "F_GETOWN", "F_LOCK", "F_OK", "F_RDLCK", "F_SETFD", "F_SETFL", "F_SETLK",
    "F_SETLK64", "F_SETLKW", "F_SETLKW64", "F_SETOWN", "F_SHLCK", "F_TEST", "F_TLOCK", "F_ULOCK", "F_UNLCK",
    "F_WRLCK", "HOST_NAME_MAX", "HUGE_VAL", "HUGE_VALF", "HUGE_VALL", "I", "ILL_BADIADDR", "ILL_BADSTK",
    "ILL_COPROC", "ILL_ILLADR", "ILL_ILLOPC", "ILL_ILLOPN", "ILL_ILLTRP", "ILL_PRVOPC", "ILL_PRVREG",
    "INFINITY", "INT16_C", "INT16_MAX", "INT16_MIN", "INT32_C", "INT32_MAX", "INT32_MIN", "INT64_C",
    "INT64_MAX", "INT64_MIN", "INT8_C", "INT8_MAX", "INT8_MIN", "INTMAX_C", "INTMAX_MAX", "INTMAX_MIN",
    "INTPTR_MAX", "INTPTR_MIN", "INT_MAX", "INT_MIN", "ITIMER_PROF", "ITIMER_REAL", "ITIMER_VIRTUAL",
    "InvalidOid", "LC_ADDRESS", "LC_ADDRESS_MASK", "LC_ALL", "LC_ALL_MASK", "LC_COLLATE", "LC_COLLATE_MASK",
    "LC_CTYPE", "LC_CTYPE_MASK", "LC_GLOBAL_LOCALE", "LC_IDENTIFICATION", "LC_IDENTIFICATION_MASK",
    "LC_MEASUREMENT", "LC_MEASUREMENT_MASK", "LC_MESSAGES", "LC_MESSAGES_MASK", "LC_MONETARY",
    "LC_MONETARY_MASK", "LC_NAME", "LC_NAME_MASK", "LC_NUMERIC", "LC_NUMERIC_MASK", "LC_PAPER", "LC_PAPER_MASK",
    "LC_TELEPHONE", "LC_TELEPHONE_MASK", "LC_TIME", "LC_TIME_MASK", "LIBPQ_FE_H", "LIBPQ_HAS_PIPELINING",
    "LIBPQ_HAS_SSL_LIBRARY_DETECTION", "LIBPQ_HAS_TRACE_FLAGS", "LINE_MAX", "LITTLE_ENDIAN", "LLONG_MAX",
    "LLONG_MIN", "LOCK_EX", "LOCK_NB", "LOCK_SH", "LOCK_UN", "LOGIN_NAME_MAX", "LONG_MAX", "LONG_MIN", "L_INCR",
    "L_SET", "L_XTND", "MATH_ERREXCEPT", "MATH_ERRNO", "MAX_CANON", "MAX_INPUT", "MB_CUR_MAX", "MB_LEN_MAX",
    "MINSIGSTKSZ", "MON_1", "MON_10", "MON_11", "MON_12", "MON_2", "MON_3", "MON_4", "MON_5", "MON_6", "MON_7",
    "MON_8", "MON_9", "MQ_PRIO_MAX", "M_1_PI", "M_2_PI", "M_2_SQRTPI", "M_E", "M_LN10", "M_LN2", "M_LOG10E",
    "M_LOG2E", "M_PI", "M_PI_2", "M_PI_4", "M_SQRT1_2", "M_SQRT2", "NAME_MAX", "NAN", "NFDBITS", "NGREG",
    "NGROUPS_MAX", "NSIG", "NULL", "OID_MAX", "O_ACCMODE", "O_APPEND", "O_ASYNC", "O_CLOEXEC", "O_CREAT",
    "O_DIRECTORY", "O_DSYNC", "O_EXCL", "O_FSYNC", "O_NDELAY", "O_NOCTTY", "O_NOFOLLOW", "O_NONBLOCK",
    "O_RDONLY", "O_RDWR", "O_RSYNC", "O_SYNC", "O_TRUNC", "O_WRONLY", "Oid", "PATH_MAX", "PDP_ENDIAN",
    "PGContextVisibility", "PGPing", "PGRES_BAD_RESPONSE", "PGRES_COMMAND_OK", "PGRES_COPY_BOTH",
    "PGRES_COPY_IN", "PGRES_COPY_OUT", "PGRES_EMPTY_QUERY", "PGRES_FATAL_ERROR", "PGRES_NONFATAL_ERROR",
    "PGRES_PIPELINE_ABORTED", "PGRES_PIPELINE_SYNC", "PGRES_POLLING_ACTIVE", "PGRES_POLLING_FAILED",
    "PGRES_POLLING_OK", "PGRES_POLLING_READING", "PGRES_POLLING_WRITING", "PGRES_SINGLE_TUPLE",
    "PGRES_TUPLES_OK", "PGTransactionStatusType", "PGVerbosity", "PG_COPYRES_ATTRS", "PG_COPYRES_EVENTS",
    "PG_COPYRES_NOTICEHOOKS", "PG_COPYRES_TUPLES", "PG_DIAG_COLUMN_NAME", "PG_DIAG_CONSTRAINT_NAME",
    "PG_DIAG_CONTEXT", "PG_DIAG_DATATYPE_NAME", "PG_DIAG_INTERNAL_POSITION", "PG_DIAG_INTERNAL_QUERY",
    "PG_DIAG_MESSAGE_DETAIL", "PG_DIAG_MESSAGE_HINT", "PG_DIAG_MESSAGE_PRIMARY", "PG_DIAG_SCHEMA_NAME",
    "PG_DIAG_SEVERITY", "PG_DIAG_SEVERITY_NONLOCALIZED", "PG_DIAG_SOURCE_FILE", "PG_DIAG_SOURCE_FUNCTION",
    "PG_DIAG_SOURCE_LINE", "PG_DIAG_SQLSTATE", "PG_DIAG_STATEMENT_POSITION", "PG_DIAG_TABLE_NAME",
    "PG_INT64_TYPE", "PGcancel", "PGconn", "PGnotify", "PGpipelineStatus", "PGresAttDesc", "PGresult",
    "PIPE_BUF", "PM_STR", "POLL_ERR", "POLL_HUP", "POLL_IN", "POLL_MSG", "POLL_OUT", "POLL_PRI",
    "POSIX_FADV_DONTNEED", "POSIX_FADV_NOREUSE", "POSIX_FADV_NORMAL", "POSIX_FADV_RANDOM",
    "POSIX_FADV_SEQUENTIAL", "POSIX_FADV_WILLNEED", "POSTGRES_EXT_H", "PQArgBlock", "PQERRORS_DEFAULT",
    "PQERRORS_SQLSTATE", "PQERRORS_TERSE", "PQERRORS_VERBOSE", "PQPING_NO_ATTEMPT", "PQPING_NO_RESPONSE",
    "PQPING_OK", "PQPING_REJECT", "PQSHOW_CONTEXT_ALWAYS", "PQSHOW_CONTEXT_ERRORS", "PQSHOW_CONTEXT_NEVER",
    "PQTRACE_REGRESS_MODE", "PQTRACE_SUPPRESS_TIMESTAMPS", "PQTRANS_ACTIVE", "PQTRANS_IDLE", "PQTRANS_INERROR",
    "PQTRANS_INTRANS", "PQTRANS_UNKNOWN", "PQ_PIPELINE_ABORTED", "PQ_PIPELINE_OFF", "PQ_PIPELINE_ON",
    "PQ_QUERY_PARAM_MAX_LIMIT", "PTHREAD_BARRIER_SERIAL_THREAD", "PTHREAD_CANCELED",
    "PTHREAD_CANCEL_ASYNCHRONOUS", "PTHREAD_CANCEL_DEFERRED", "PTHREAD_CANCEL_DISABLE", "PTHREAD_CANCEL_ENABLE",
    "PTHREAD_COND_INITIALIZER", "PTHREAD_CREATE_DETACHED", "PTHREAD_CREATE_JOINABLE",
    "PTHREAD_DESTRUCTOR_ITERATIONS", "PTHREAD_EXPLICIT_SCHED", "PTHREAD_INHERIT_SCHED", "PTHREAD_KEYS_MAX",
    "PTHREAD_MUTEX_DEFAULT", "PTHREAD_MUTEX_ERRORCHECK", "PTHREAD_MUTEX_INITIALIZER", "PTHREAD_MUTEX_NORMAL",
    "PTHREAD_MUTEX_RECURSIVE", "PTHREAD_MUTEX_ROBUST", "PTHREAD_MUTEX_STALLED", "PTHREAD_ONCE_INIT",
    "PTHREAD_PRIO_INHERIT", "PTHREAD_PRIO_NONE", "PTHREAD_PRIO_PROTECT", "PTHREAD_PROCESS_PRIVATE",
    "PTHREAD_PROCESS_SHARED", "PTHREAD_RWLOCK_INITIALIZER", "PTHREAD_SCOPE_PROCESS", "PTHREAD_SCOPE_SYSTEM",
    "PTHREAD_STACK_MIN", "PTRDIFF_MAX", "PTRDIFF_MIN", "PostgresPollingStatusType", "PrintAttNames",
    "RADIXCHAR", "RAND_MAX", "RE_DUP_MAX", "RTSIG_MAX", "R_OK", "SA_INTERRUPT", "SA_NOCLDSTOP", "SA_NOCLDWAIT",
    "SA_NODEFER", "SA_NOMASK", "SA_ONESHOT", "SA_ONSTACK", "SA_RESETHAND", "SA_RESTART", "SA_SIGINFO",
    "SA_STACK", "SCHAR_MAX", "SCHAR_MIN", "SCHED_FIFO", "SCHED_OTHER", "SCHED_RR", "SEEK_CUR", "SEEK_END",
    "SEEK_SET", "SEGV_ACCADI", "SEGV_ACCERR", "SEGV_ADIDERR", "SEGV_ADIPERR", "SEGV_BNDERR", "SEGV_MAPERR",
    "SEGV_MTEAERR", "SEGV_MTESERR", "SEGV_PKUERR", "SEM_FAILED", "SEM_VALUE_MAX", "SHRT_MAX", "SHRT_MIN",
    "SIGABRT", "SIGALRM", "SIGBUS", "SIGCHLD", "SIGCLD", "SIGCONT", "SIGEV_NONE", "SIGEV_SIGNAL",
    "SIGEV_THREAD", "SIGEV_THREAD_ID", "SIGFPE", "SIGHUP", "SIGILL", "SIGINT", "SIGIO", "SIGIOT", "SIGKILL",
    "SIGPIPE", "SIGPOLL", "SIGPROF", "SIGPWR", "SIGQUIT", "SIGRTMAX", "SIGRTMIN", "SIGSEGV", "SIGSTKFLT",
    "SIGSTKSZ", "SIGSTOP", "SIGSYS", "SIGTERM", "SIGTRAP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGUSR1",
    "SIGUSR2", "SIGVTALRM", "SIGWINCH", "SIGXCPU", "SIGXFSZ", "SIG_ATOMIC_MAX", "SIG_ATOMIC_MIN", "SIG_BLOCK",
    "SIG_DFL", "SIG_ERR", "SIG_IGN", "SIG_SETMASK", "SIG_UNBLOCK", "SIZE_MAX", "SI_ASYNCIO", "SI_ASYNCNL",
    "SI_DETHREAD", "SI_KERNEL", "SI_MESGQ", "SI_QUEUE", "SI_SIGIO", "SI_TIMER", "SI_TKILL", "SI_USER",
    "SSIZE_MAX", "SS_DISABLE", "SS_ONSTACK", "STDERR_FILENO", "STDIN_FILENO", "STDOUT_FILENO", "S_BLKSIZE",
    "S_TYPEISMQ", "S_TYPEISSEM", "S_TYPEISSHM", "THOUSEP", "TIMER_ABSTIME", "TIME_UTC", "TMP_MAX", "TRUE",
    "TTY_NAME_MAX", "T_FMT", "T_FMT_AMPM", "TerseOutput", "UCHAR_MAX", "UINT16_C", "UINT16_MAX", "UINT32_C",
    "UINT32_MAX", "UINT64_C", "UINT64_MAX", "UINT8_C", "UINT8_MAX", "UINTMAX_C", "UINTMAX_MAX", "UINTPTR_MAX",
    "UINT_MAX", "ULLONG_MAX", "ULONG_MAX", "USHRT_MAX", "UTIME_NOW", "UTIME_OMIT", "Use", "VISIT", "WCHAR_MAX",
    "WCHAR_MIN", "WCONTINUED", "WEXITED", "WEXITSTATUS", "WIFCONTINUED", "WIFEXITED", "WIFSIGNALED",
    "WIFSTOPPED", "WINT_MAX", "WINT_MIN", "WNOHANG", "WNOWAIT", "WSTOPPED", "WSTOPSIG", "WTERMSIG", "WUNTRACED",
    "W_OK", "XATTR_LIST_MAX", "XATTR_NAME_MAX", "XATTR_SIZE_MAX", "X_OK", "pthread_key_delete",
    "pthread_mutex_lock", "pthread_spin_lock", "timer_delete", "timespec_get",
};
/* clang-format on */

/* clang-format off */
static const char *const FILES[] = {
    "aio", "alloca", "ar", "assert", "byteswap", "complex", "cpio", "crypt", "ctype", "dirent", "dlfcn", "elf",
    "endian", "envz", "err", "errno", "error", "execinfo", "expat", "fcntl", "features", "fenv", "float",
    "fmtmsg", "fnmatch", "fstab", "fts", "ftw", "getopt", "glob", "gnumake", "grp", "gshadow", "iconv",
    "ifaddrs", "inttypes", "iso646", "langinfo", "lastlog", "libgen", "libintl", "limits", "link", "locale",
    "malloc", "math", "mcheck", "memory", "mntent", "monetary", "mqueue", "netdb", "nss", "obstack", "paths",
    "poll", "printf", "pthread", "pty", "pwd", "regex", "regexp", "resolv", "sched", "search", "semaphore",
    "setjmp", "sgtty", "shadow", "signal", "spawn", "stab", "stdalign", "stdarg", "stdatomic", "stdbool",
    "stdc_predef", "stddef", "stdint", "stdio", "stdlib", "stdnoreturn", "string", "strings", "stropts",
    "syscall", "sysexits", "syslog", "tar", "termio", "termios", "tgmath", "thread_db", "threads", "time",
    "timex", "uchar", "ucontext", "ulimit", "unistd", "ustat", "utime", "utmp", "utmpx", "values", "varargs",
    "version", "wait", "wchar", "wctype", "wordexp", "xlocale",
};
/* clang-format on */

static void reserve(SgArena *arena, NameSet *set, const char *const *names, size_t count)
{
    NameScope scope = {.arena = arena, .reserved = &(const NameSet){0}, .given = *set};
    names_reserve(&scope.given, arena, scope.given.count + count);
    for (size_t i = 0; i < count; i++) name_claim(&scope, names[i], (Span){0});
    *set = scope.given;
}

#define RESERVE(kind, table) reserve(arena, &sets[kind], table, sizeof(table) / sizeof *(table))

void names_reserved(SgArena *arena, NameSet sets[NAME_KINDS])
{
    RESERVE(NAME_MEMBER, MEMBERS);
    RESERVE(NAME_PARAMETER, MEMBERS);
    RESERVE(NAME_PARAMETER, PARAMETERS);
    RESERVE(NAME_GLOBAL, MEMBERS);
    RESERVE(NAME_GLOBAL, GLOBALS);
    RESERVE(NAME_FILE, FILES);
}
