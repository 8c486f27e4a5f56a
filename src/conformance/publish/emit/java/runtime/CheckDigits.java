/** 校验码。 / Check digits. */
public final class CheckDigits {
    private static final String UNIFIED = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final String ORGANISATION = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int[] WEIGHTS = {3, 7, 9, 10, 5, 8, 4, 2};

    private CheckDigits() {
    }

    /** GB 32100-2015，统一社会信用代码，连同其中的组织机构代码。 / Unified social credit code, and the one within it. */
    public static boolean gb32100(String code) {
        return lastOfUnified(code) && gb11714(code.substring(8, 17));
    }

    static boolean lastOfUnified(String code) {
        int total = 0;
        int weight = 1;
        for (int place = 0; place < 17; place++) {
            total += UNIFIED.indexOf(code.charAt(place)) * weight;
            weight = weight * 3 % 31;
        }
        return code.charAt(17) == UNIFIED.charAt((31 - total % 31) % 31);
    }

    /** GB 11714，组织机构代码，有无连字符均可。 / Organisation code, with or without its hyphen. */
    public static boolean gb11714(String code) {
        int total = 0;
        for (int place = 0; place < 8; place++) {
            total += ORGANISATION.indexOf(code.charAt(place)) * WEIGHTS[place];
        }
        int answer = 11 - total % 11;
        char wanted = answer == 10 ? 'X' : answer == 11 ? '0' : (char) ('0' + answer);
        return code.charAt(code.length() - 1) == wanted;
    }

    /** GB 11643，公民身份号码，ISO 7064 MOD 11-2。 / Citizen identity number. */
    public static boolean gb11643(String code) {
        int total = 0;
        for (int place = 0; place < 18; place++) {
            char character = code.charAt(place);
            total = (total * 2 + (character == 'X' ? 10 : character - '0')) % 11;
        }
        return total == 1;
    }

    /** 工商注册号，ISO 7064 MOD 11,10。 / Business registration number. */
    public static boolean gs15(String code) {
        int product = 10;
        for (int place = 0; place < 14; place++) {
            product = (product + code.charAt(place) - '0') % 10;
            product = (product == 0 ? 10 : product) * 2 % 11;
        }
        return (product + code.charAt(14) - '0') % 10 == 1;
    }

    static boolean right(String algorithm, String code) {
        switch (algorithm) {
            case "gb32100":
                return gb32100(code);
            case "gb11714":
                return gb11714(code);
            case "gb11643":
                return gb11643(code);
            case "gs15":
                return gs15(code);
            default:
                throw new IllegalArgumentException("no check digit is called " + algorithm);
        }
    }
}
