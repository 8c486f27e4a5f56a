"""Code lists as enums; one that is too long for an enum, as a class with the same methods."""

from __future__ import annotations

from conformance.publish.emit.java.escape import javadoc, literal
from conformance.publish.emit.java.frame import head, package_of
from conformance.publish.model import CodeListModel, CodeModel, EditionModel
from conformance.publish.names import NameTable

LONGEST = 500
"""Values that an enum has at most: its constants are made in one method, which may have 65535 bytes."""
_MEMBERS = """
    private final String code;
    private final String label;
    private final String labelEn;
    private final String written;
    private final boolean noteAllowed;
    private final java.util.List<String> aliases;

    {name}(String code, String label, String labelEn, String written, boolean noteAllowed, String... aliases) {{
        this.code = code;
        this.label = label;
        this.labelEn = labelEn;
        this.written = written;
        this.noteAllowed = noteAllowed;
        this.aliases = java.util.Collections.unmodifiableList(java.util.Arrays.asList(aliases));
    }}

    @java.lang.Override
    public String code() {{
        return code;
    }}

    @java.lang.Override
    public String label() {{
        return label;
    }}

    @java.lang.Override
    public String labelEn() {{
        return labelEn;
    }}

    @java.lang.Override
    public String written() {{
        return written;
    }}

    @java.lang.Override
    public boolean noteAllowed() {{
        return noteAllowed;
    }}

    @java.lang.Override
    public java.util.List<String> aliases() {{
        return aliases;
    }}
"""


def source(code_list: CodeListModel, edition: EditionModel, names: NameTable) -> str:
    """The source of one list."""
    name = names.code_list("java", code_list.id)
    # Aliases of labels are understood where the code is wanted, too, to say so: the model has those that are taken silently.
    aliases = {one.code: one.aliases for one in edition.standard.code_lists[code_list.id].codes}
    made = {code.code: _arguments(code, aliases[code.code]) for code in code_list.codes}
    title = javadoc("", code_list.title.zh, code_list.title.en, code_list.id)
    implements = f"implements {package_of(edition)}.runtime.CodeValue"
    members = _MEMBERS.format(name=name)
    if len(code_list.codes) > LONGEST:
        body = _class(name, implements, list(made.values()), members)
    else:
        constants = ",\n".join(
            javadoc("    ", f"{code.code} {code.title.zh}", code.title.en)
            + f"    {names.code('java', code_list.id, code.code)}({made[code.code]})"
            for code in code_list.codes
        )
        body = f"public enum {name} {implements} {{\n{constants};\n{members}}}\n"
    return head(edition, package_of(edition)) + title + body


def _arguments(code: CodeModel, aliases: tuple[str, ...]) -> str:
    texts = (code.code, code.label, code.title.en, code.written)
    more = "".join(f", {literal(alias)}" for alias in aliases)
    return f"{', '.join(map(literal, texts))}, {str(code.note_allowed).lower()}{more}"


def _class(name: str, implements: str, made: list[str], members: str) -> str:
    """Each part of the list is made in a class of its own: pools of constants are limited as methods are."""
    parts = [made[place : place + LONGEST] for place in range(0, len(made), LONGEST)]
    holders = "".join(
        f"\n    private static final class Part{number} {{\n        static void add(java.util.List<{name}> all) {{\n"
        + "".join(f"            all.add(new {name}({one}));\n" for one in part)
        + "        }\n    }\n"
        for number, part in enumerate(parts)
    )
    calls = "".join(f"        Part{number}.add(all);\n" for number in range(len(parts)))
    return (
        f"public final class {name} {implements} {{\n    private static final {name}[] ALL = all();\n{members}\n"
        "    /** 全部值。 / All values. */\n"
        f"    public static {name}[] values() {{\n        return ALL.clone();\n    }}\n\n"
        f"    private static {name}[] all() {{\n        java.util.List<{name}> all = new java.util.ArrayList<>();\n{calls}"
        f"        return all.toArray(new {name}[0]);\n    }}\n{holders}}}\n"
    )
