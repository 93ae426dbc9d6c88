// Forms. Every field has a visible label; what the platform says about a field stands under it, by its JSON Pointer.

import {
  type ComponentProps,
  createContext,
  type FormEvent,
  type InputHTMLAttributes,
  type ReactNode,
  type TextareaHTMLAttributes,
  useContext,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { Refused } from "../kit/api";
import { said as readable, sentence } from "../kit/trouble";
import { t } from "../kit/words";
import { IconButton } from "./Button";
import css from "./Form.module.css";

/** What is wrong: sentences by field name, and one for the whole form under "". */
type Wrongs = Record<string, string>;
const Wrong = createContext<Wrongs>({});

export interface FormProps {
  /** Sends what was written. What it throws is shown: beside its field, or under the form. */
  send: (values: Record<string, string>) => Promise<unknown>;
  /** Refusals that belong to a field though they name none: code → field name. */
  codes?: Record<string, string>;
  children: ReactNode | ((busy: boolean) => ReactNode);
  className?: string;
  label?: string;
}

export function Form({ send, codes = {}, children, className, label }: FormProps) {
  const [wrongs, setWrongs] = useState<Wrongs>({});
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (Object.keys(wrongs).length) {
      form.current?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
    }
  }, [wrongs]);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) {
      return;
    }
    const values = Object.fromEntries(
      [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)]),
    );
    const empty = emptyOf(event.currentTarget);
    if (Object.keys(empty).length) {
      setWrongs(empty);
      return;
    }
    setBusy(true);
    setWrongs({});
    try {
      await send(values);
    } catch (error) {
      setWrongs(wrongsOf(error, codes));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Wrong value={wrongs}>
      <form
        ref={form}
        className={`${css.form} ${className ?? ""}`}
        onSubmit={submit}
        noValidate
        aria-label={label}
        aria-busy={busy || undefined}
      >
        {typeof children === "function" ? children(busy) : children}
        {wrongs[""] ? (
          <p className={css.wrong} role="alert">
            {wrongs[""]}
          </p>
        ) : null}
      </form>
    </Wrong>
  );
}

/** The fields that ask for something and hold nothing. */
function emptyOf(form: HTMLFormElement): Wrongs {
  const fields = [...form.elements].filter(
    (each) => (each instanceof HTMLInputElement || each instanceof HTMLTextAreaElement) && each.required,
  ) as HTMLInputElement[];
  return Object.fromEntries(fields.filter((each) => !each.value).map((each) => [each.name, t("form.empty")]));
}

/** What an error says about fields, by name; what belongs to none stands under "". */
export function wrongsOf(error: unknown, codes: Record<string, string>): Wrongs {
  if (error instanceof Refused) {
    const field = codes[error.code];
    if (field) {
      return { [field]: sentence(error) };
    }
    const named = error.problem.errors.map(
      ({ pointer, detail }) => [pointer.split("/")[1] ?? "", readable(detail, "form.wrong")] as const,
    );
    if (named.length) {
      return Object.fromEntries(named);
    }
  }
  return { "": sentence(error) };
}

interface FieldProps {
  label: string;
  name: string;
  hint?: ReactNode;
  /** A sentence that is wrong with it, known before anything is sent. */
  wrong?: string | undefined;
}

function useField({ name, hint, wrong }: Pick<FieldProps, "name" | "hint" | "wrong">) {
  const said = useContext(Wrong)[name] ?? wrong;
  const id = useId();
  const described = [hint ? `${id}-hint` : "", said ? `${id}-wrong` : ""].filter(Boolean).join(" ");
  return {
    id,
    said,
    about: { id, name, "aria-invalid": said ? true : undefined, "aria-describedby": described || undefined } as const,
  };
}

function Around({
  id,
  label,
  hint,
  said,
  children,
}: {
  id: string;
  label: string;
  hint?: ReactNode;
  said: string | undefined;
  children: ReactNode;
}) {
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      {children}
      {hint ? (
        <p id={`${id}-hint`} className={css.hint}>
          {hint}
        </p>
      ) : null}
      {said ? (
        <p id={`${id}-wrong`} className={css.wrong}>
          {said}
        </p>
      ) : null}
    </div>
  );
}

/** The focus at once; and a dialog that opens later gives it to the field that says so: React keeps that attribute away. */
const atFirst = (field: HTMLElement | null) => {
  field?.setAttribute("autofocus", "");
  field?.focus();
};

export function Field({
  label,
  name,
  hint,
  wrong,
  autoFocus,
  ...others
}: FieldProps & Omit<InputHTMLAttributes<HTMLInputElement>, "name">) {
  const { id, said, about } = useField({ name, hint, wrong });
  return (
    <Around id={id} label={label} hint={hint} said={said}>
      <input ref={autoFocus ? atFirst : null} dir="auto" placeholder=" " {...others} {...about} />
    </Around>
  );
}

/** A code of a letter or an app, which a device may offer to fill in. */
export function CodeField(given: Omit<ComponentProps<typeof Field>, "name">) {
  return <Field name="code" inputMode="numeric" autoComplete="one-time-code" dir="ltr" {...given} />;
}

export function TextField({
  label,
  name,
  hint,
  wrong,
  ...others
}: FieldProps & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "name">) {
  const { id, said, about } = useField({ name, hint, wrong });
  return (
    <Around id={id} label={label} hint={hint} said={said}>
      <textarea dir="auto" placeholder=" " rows={3} {...others} {...about} />
    </Around>
  );
}

export function PasswordField({
  label,
  name,
  hint,
  wrong,
  autoFocus,
  ...others
}: FieldProps & Omit<InputHTMLAttributes<HTMLInputElement>, "name">) {
  const { id, said, about } = useField({ name, hint, wrong });
  const [open, setOpen] = useState(false);
  return (
    <Around id={id} label={label} hint={hint} said={said}>
      <div className={css.box}>
        <input ref={autoFocus ? atFirst : null} dir="ltr" {...others} {...about} type={open ? "text" : "password"} />
        <IconButton
          icon="eye"
          label={t(open ? "form.hidePassword" : "form.showPassword")}
          aria-pressed={open}
          onClick={() => setOpen(!open)}
        />
      </div>
    </Around>
  );
}

/** A switch for a setting that is on or off at once. */
export function Switch({
  label,
  hint,
  checked,
  disabled,
  onChange,
}: {
  label: string;
  hint?: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <label className={css.switch}>
      <span>
        {label}
        {hint ? <span className={css.hint}>{hint}</span> : null}
      </span>
      <input
        type="checkbox"
        role="switch"
        aria-checked={checked}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
    </label>
  );
}
