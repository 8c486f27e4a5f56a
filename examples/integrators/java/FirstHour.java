import java.time.LocalDate;
import threelist.edition2016.AdminLicence;
import threelist.edition2016.ApprovalCategory;
import threelist.edition2016.CurrentStatus;
import threelist.edition2016.runtime.Edition;
import threelist.edition2016.runtime.Problem;

/**
 * The first hour of an integrator in Java: a licence is filled in, judged, mended, and written as it goes over the wire.
 *
 * <pre>
 * conformance generate java --output generated
 * javac --release 8 -encoding UTF-8 -sourcepath generated -d classes FirstHour.java
 * java -Dfile.encoding=UTF-8 -cp classes FirstHour
 * </pre>
 */
public final class FirstHour {
    private static final LocalDate DAY = LocalDate.of(2016, 12, 31);

    private FirstHour() {
    }

    /** Prints what is wrong before and after the record is mended. */
    public static void main(String[] arguments) throws java.io.UnsupportedEncodingException {
        java.io.PrintStream out = new java.io.PrintStream(System.out, true, "UTF-8");
        AdminLicence licence = new AdminLicence();
        licence.setDocumentNumber("浦市监许〔2016〕第00123号");
        licence.setProjectName("食品经营许可（新办）");
        licence.setApprovalCategory(ApprovalCategory.ORDINARY);
        licence.setLicenceContent("准予从事预包装食品销售，经营场所面积120平方米");
        licence.setSubjectName("上海沁岑澜食品有限公司");
        licence.setSubjectUscc("91310115MA1K3A7X5B");
        licence.setLegalRepresentative("程砚沁");
        licence.setDecisionDate(LocalDate.of(2016, 5, 9));
        licence.setValidUntil(LocalDate.of(2016, 5, 8));
        licence.setAuthority("上海市浦东新区市场监督管理局");
        licence.setCurrentStatus(CurrentStatus.CODE_0);
        licence.setDivisionCode("310115");
        // The text itself, where it comes from a file: nothing is lost of what is wrong.
        licence.put("data_timestamp", "2016-05-12");
        out.println("edition " + Edition.ID + ", version " + Edition.VERSION);
        for (Problem problem : licence.validate(DAY)) {
            out.println(problem.severity() + " " + problem.rule() + " " + problem);
        }
        licence.setSubjectUscc("91310115MA1K3A7X5P");
        licence.setValidUntil(LocalDate.of(2021, 5, 8));
        licence.setDataTimestamp(LocalDate.of(2016, 5, 12).atStartOfDay());
        out.println("problems left: " + licence.validate(DAY).size());
        licence.toMap().forEach((name, text) -> out.println(name + " = " + text));
    }
}
