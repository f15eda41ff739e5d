package interop;

import com.aliyun.oss.OSSException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;

/** Named checks, one line each on standard output: {@code ok …}, or {@code FAIL …} with what came. */
public final class Checks {
    /** Checks that belong together. */
    public interface Section {
        void run(Checks checks) throws Exception;
    }

    private static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    private final String prefix;
    private int failed;

    public Checks(String prefix) {
        this.prefix = prefix;
    }

    /** How many checks were not as expected, here and in all sections. */
    public int failed() {
        return failed;
    }

    public void equal(String what, Object came, Object expected) {
        say(what, Objects.equals(came, expected), "expected " + expected + ", came " + came);
    }

    public void holds(String what, boolean right, Object came) {
        say(what, right, "came " + came);
    }

    /** The server must refuse with this code, and with this EC and message unless they are null; gives the error, null if none came. */
    public OSSException refused(String what, String code, String ec, String message, Callable<?> call) {
        try {
            say(what, false, "expected " + code + ", came the result " + call.call());
        } catch (OSSException error) {
            boolean right = code.equals(error.getErrorCode())
                && (ec == null || ec.equals(error.getEC()))
                && (message == null || message.equals(error.getErrorMessage()));
            say(what, right, "expected " + code + " " + ec + " " + message + ", came " + error + " " + error.getRawResponseError());
            return error;
        } catch (Exception error) {
            say(what, false, "expected " + code + ", came " + error);
        }
        return null;
    }

    public OSSException refused(String what, String code, Callable<?> call) {
        return refused(what, code, null, null, call);
    }

    /** Checks whose lines begin with {@code name}. What escapes counts as one failure; what follows the section still runs. */
    public void section(String name, Section section) {
        Checks part = new Checks(prefix + name + ": ");
        try {
            section.run(part);
        } catch (Exception error) {
            StringWriter trace = new StringWriter();
            error.printStackTrace(new PrintWriter(trace, true));
            part.say("runs to its end", false, trace.toString());
        }
        failed += part.failed;
    }

    private synchronized void say(String what, boolean right, String came) {
        if (!right) failed += 1;
        String text = right ? "ok   " + prefix + what : "FAIL " + prefix + what + ": " + came.strip();
        OUT.println(text.replace("\n", "\n     "));
    }
}
