"""How this client reports that the server refused: an OperationError around a ServiceError."""

from alibabacloud_oss_v2.exceptions import OperationError, ServiceError


def refused(checks, what, call, status, code, **attributes):
    """`call` must be refused with this status, code and, if given, `ec` and `message`; gives the ServiceError, None if none came."""

    def unwrapped():
        try:
            return call()
        except OperationError as error:
            raise error.unwrap() from error

    return checks.raises(what, ServiceError, unwrapped, status_code=status, code=code, **attributes)
